import { expect, test } from '../fixtures/app.ts'
import { Workbench } from '../pages/workbench.ts'

test('the first start shows a sample that runs at once', async ({ app }) => {
  const bench = new Workbench(app.window)
  await bench.select(bench.node('telemetry', 'source'))
  await expect.poll(() => bench.rows().count()).toBeGreaterThan(3)
  await expect(bench.rows().first()).toContainText('plant7/')
})

test('paused rows wait and none is lost', async ({ app }) => {
  const bench = new Workbench(app.window)
  await bench.select(bench.node('telemetry', 'source'))
  await expect.poll(() => bench.rows().count()).toBeGreaterThan(3)
  await bench.dock.getByRole('button', { name: 'Pause' }).click()
  const numbers = (): Promise<number[]> =>
    bench
      .rows()
      .evaluateAll((rows) => rows.map((row) => Number(row.getAttribute('data-row-number'))))
  const before = Math.max(...(await numbers()))
  await expect(bench.dock.getByText(/\d+ new/)).toBeVisible()
  expect(Math.max(...(await numbers()))).toBe(before)
  await bench.dock.getByRole('button', { name: 'Go on' }).click()
  await expect.poll(async () => Math.max(...(await numbers()))).toBeGreaterThan(before + 20)
  const seen = await numbers()
  expect(seen).toEqual(seen.map((_, index) => (seen[0] ?? 0) - index))
})

test('a text filter shows matching rows only and takes none away', async ({ app }) => {
  const bench = new Workbench(app.window)
  await bench.select(bench.node('telemetry', 'source'))
  await expect.poll(() => bench.rows().count()).toBeGreaterThan(5)
  const filter = bench.dock.getByRole('searchbox', { name: 'Filter rows' })
  await filter.fill('oven-02')
  await expect.poll(() => bench.rows().count()).toBeGreaterThan(0)
  for (const text of await bench.rows().allTextContents()) expect(text).toContain('oven-02')
  await filter.fill('')
  await expect.poll(() => bench.rows().count()).toBeGreaterThan(5)
})

test('when the engine process dies, the user is told and it is started again', async ({ app }) => {
  const bench = new Workbench(app.window)
  await expect(
    bench.node('telemetry', 'source').getByRole('img', { name: /^running/ }),
  ).toBeVisible()
  await app.electron.evaluate(({ app: electron }) => {
    const engine = electron.getAppMetrics().find(({ name }) => name === 'Sluice engine')
    if (engine !== undefined) process.kill(engine.pid, 'SIGKILL')
  })
  await expect(app.window.getByText(/engine process ended unexpectedly/)).toBeVisible()
  await expect(app.window.getByText(/too_hot|too hot/).first()).toBeVisible()
  await bench.run()
  await bench.select(bench.node('telemetry', 'source'))
  await expect.poll(() => bench.rows().count()).toBeGreaterThan(3)
})

test('the window cannot run text as code, open pages or leave the app', async ({ app }) => {
  const { window } = app
  const evaluated = await window.evaluate(() => {
    const script = document.createElement('script')
    script.textContent = 'window.planted = true'
    document.head.append(script)
    return {
      planted: 'planted' in globalThis,
      node: 'require' in globalThis || 'process' in globalThis,
    }
  })
  expect(evaluated).toEqual({ planted: false, node: false })
  const code = await window.evaluate(() => {
    const run = document.createElement('button')
    run.setAttribute('onclick', 'window.planted = true')
    run.click()
    return 'planted' in globalThis
  })
  expect(code).toBe(false)
  await window.evaluate(() => {
    globalThis.open('https://example.org')
    globalThis.location.href = 'https://example.org'
  })
  await expect.poll(() => app.electron.windows().length).toBe(1)
  expect(window.url()).toMatch(/^app:\/\/sluice\//)
  const answers = await window.evaluate(async () => {
    const { sluice } = globalThis as unknown as {
      sluice: { request(name: string, parameters: unknown): Promise<unknown> }
    }
    const codeOf = (name: string, parameters: unknown): Promise<unknown> =>
      sluice.request(name, parameters).then(
        () => 'answered',
        (error: { code: string }) => error.code,
      )
    return [
      await codeOf('file.read', {}),
      await codeOf('run.start', { definition: 1 }),
      await codeOf('project.open', { folder: '/etc' }),
    ]
  })
  expect(answers).toEqual(['IPC7001', 'IPC7002', 'IPC7021'])
})
