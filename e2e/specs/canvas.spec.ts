import { expect, test } from '../fixtures/app.ts'
import { Workbench } from '../pages/workbench.ts'

test('a move is undone and done again, one drag a step', async ({ app }) => {
  const bench = new Workbench(app.window)
  const node = bench.node('too hot', 'SQL')
  const start = await bench.placeOf(node)
  await bench.move(node, 40, -60)
  const first = await bench.placeOf(node)
  expect(first).not.toEqual(start)
  await bench.move(node, -80, 20)
  const second = await bench.placeOf(node)
  await app.window.keyboard.press('Control+z')
  await expect.poll(() => bench.placeOf(node)).toEqual(first)
  await app.window.keyboard.press('Control+z')
  await expect.poll(() => bench.placeOf(node)).toEqual(start)
  await app.window.keyboard.press('Control+Shift+z')
  await app.window.keyboard.press('Control+y')
  await expect.poll(() => bench.placeOf(node)).toEqual(second)
})

test('several nodes are deleted in one step, with their wires', async ({ app }) => {
  const bench = new Workbench(app.window)
  const cards = bench.canvas.getByRole('group', { name: / (source|SQL|sink)$/ })
  await expect(cards).toHaveCount(6)
  await bench.select(bench.node('too hot', 'SQL'))
  await bench
    .node('averages', 'sink')
    .click({ position: { x: 60, y: 18 }, modifiers: ['ControlOrMeta'] })
  await app.window.keyboard.press('Delete')
  await expect(cards).toHaveCount(4)
  await expect(bench.wire('telemetry', 'too hot')).toHaveCount(0)
  await app.window.keyboard.press('Control+z')
  await expect(cards).toHaveCount(6)
  await expect(bench.wire('telemetry', 'too hot')).toHaveCount(1)
  await expect(bench.wire('per-device average', 'averages')).toHaveCount(1)
})

test('a copied query reads the same stream', async ({ app }) => {
  const bench = new Workbench(app.window)
  await bench.select(bench.node('too hot', 'SQL'))
  await app.window.keyboard.press('Control+d')
  await expect(bench.wire('telemetry', 'too hot 2')).toHaveCount(1)
  await expect(bench.wire('too hot 2', 'alarms')).toHaveCount(0)
  await app.window.keyboard.press('Control+z')
  await expect(bench.node('too hot 2', 'SQL')).toHaveCount(0)
})

test('a SQL node that is dropped on a wire stands between its ends', async ({ app }) => {
  const bench = new Workbench(app.window)
  await bench.dropOnWire('SQL', 'SQL query', bench.wire('too hot', 'alarm topic'))
  await expect(bench.wire('too hot', 'query')).toHaveCount(1)
  await expect(bench.wire('query', 'alarm topic')).toHaveCount(1)
  await expect(bench.wire('too hot', 'alarm topic')).toHaveCount(0)
  await app.window.keyboard.press('Control+z')
  await expect(bench.node('query', 'SQL')).toHaveCount(0)
  await expect(bench.wire('too hot', 'alarm topic')).toHaveCount(1)
})

test('Tidy brings the nodes in order, as one step', async ({ app }) => {
  const bench = new Workbench(app.window)
  const source = bench.node('telemetry', 'source')
  const query = bench.node('too hot', 'SQL')
  await bench.move(source, 500, 240)
  const moved = await bench.placeOf(source)
  await app.window.getByRole('button', { name: 'Tidy' }).click()
  await expect
    .poll(async () => (await bench.placeOf(query)).x - (await bench.placeOf(source)).x)
    .toBeGreaterThan(220)
  await app.window.keyboard.press('Control+z')
  await expect.poll(() => bench.placeOf(source)).toEqual(moved)
})

test('a rule is drawn without a mouse', async ({ app }) => {
  const bench = new Workbench(app.window)
  const { keyboard } = app.window
  await bench.projectMenu('New project')
  await expect(app.window.getByText('Drag a source here')).toBeVisible()
  for (const name of ['simulator', 'sql query', 'log']) {
    await app.window.locator('body').press('/')
    await keyboard.press('Control+A')
    await keyboard.type(name)
    await keyboard.press('Enter')
    await keyboard.press('Escape')
    await app.window.getByRole('searchbox', { name: 'Find a node' }).blur()
  }
  await expect(bench.wire('simulator_stream', 'query')).toHaveCount(1)
  await expect(bench.wire('query', 'log')).toHaveCount(1)
  const source = bench.node('simulator_stream', 'source')
  const before = await bench.placeOf(source)
  await source.focus()
  await keyboard.press('Enter')
  await keyboard.press('ArrowDown')
  await expect.poll(async () => (await bench.placeOf(source)).y).toBeGreaterThan(before.y)
  await keyboard.press('Control+z')
  await expect.poll(() => bench.placeOf(source)).toEqual(before)
})

test('a pinned node keeps its rows in sight', async ({ app }) => {
  const bench = new Workbench(app.window)
  await bench.select(bench.node('telemetry', 'source'))
  await bench.dock.getByRole('button', { name: 'Pin telemetry' }).click()
  await bench.select(bench.node('too hot', 'SQL'))
  await expect(bench.dock.getByRole('button', { name: 'Pin telemetry' })).toHaveText('telemetry')
  await expect(bench.rows().first()).toContainText('plant7/')
  await bench.dock.getByRole('button', { name: 'Pin telemetry' }).click()
  await expect(bench.dock.getByRole('button', { name: 'Pin too hot' })).toBeVisible()
})

test('the theme is switched, and the keyboard is explained', async ({ app }) => {
  const colour = (): Promise<string> =>
    app.window.evaluate(() => getComputedStyle(document.body).backgroundColor)
  expect(await colour()).toBe('rgb(16, 19, 23)')
  await app.window.getByRole('button', { name: 'Settings' }).click()
  await app.window.getByRole('menuitemradio', { name: 'Light' }).click()
  await expect.poll(colour).toBe('rgb(244, 245, 247)')
  await app.window.keyboard.press('Escape')
  await app.window.locator('body').press('?')
  await expect(app.window.getByRole('dialog', { name: 'Keyboard' })).toBeVisible()
  await app.window.keyboard.press('Escape')
  await expect(app.window.getByRole('dialog', { name: 'Keyboard' })).toHaveCount(0)
})
