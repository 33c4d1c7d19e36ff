import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures/app.ts'
import { Workbench } from '../pages/workbench.ts'

const suggestion = (window: Page, name: string) =>
  window.locator('.suggest-widget.visible .monaco-list-row').filter({ hasText: name }).first()

/** Opens the sample's first query with the columns of its stream seen. */
async function openQuery(window: Page): Promise<Workbench> {
  const bench = new Workbench(window)
  await bench.select(bench.node('too hot', 'SQL'))
  await expect.poll(() => bench.rows().count()).toBeGreaterThan(0)
  await expect(bench.inspector.getByText('seen live')).toBeVisible()
  return bench
}

/** Puts the cursor behind the first so many characters. */
async function goTo(window: Page, characters: number): Promise<void> {
  await window.keyboard.press('Control+Home')
  for (let index = 0; index < characters; index += 1) await window.keyboard.press('ArrowRight')
}

test('streams are offered after FROM, and choosing one draws the wire', async ({ app }) => {
  const bench = await openQuery(app.window)
  await bench.typeSql('SELECT * FROM')
  await expect(bench.wire('telemetry', 'too hot')).toHaveCount(0)
  await app.window.keyboard.type(' ')
  await expect(suggestion(app.window, 'telemetry')).toBeVisible()
  await app.window.keyboard.type('tele')
  await expect(suggestion(app.window, 'telemetry')).toBeVisible()
  await app.window.keyboard.press('Enter')
  await expect.poll(() => bench.sql()).toBe('SELECT * FROM telemetry')
  await expect(bench.wire('telemetry', 'too hot')).toHaveCount(1)
})

test('columns seen in live rows are offered after SELECT and inside a function', async ({
  app,
}) => {
  const bench = await openQuery(app.window)
  await bench.typeSql('SELECT  FROM telemetry')
  await goTo(app.window, 'SELECT '.length)
  await app.window.keyboard.press('Control+Space')
  await expect(suggestion(app.window, 'deviceId')).toBeVisible()
  await app.window.keyboard.type('round(vib')
  await expect(suggestion(app.window, 'vibration')).toBeVisible()
  await app.window.keyboard.press('Tab')
  await expect.poll(() => bench.sql()).toBe('SELECT round(vibration) FROM telemetry')
})

test('typing keeps its focus and its text while problems come and go', async ({ app }) => {
  const bench = await openQuery(app.window)
  await bench.typeSql('')
  const text = 'SELECT deviceId, round(temperature) AS t FROM telemetry WHERE temperature > 42 '
  for (const word of text.split(' ')) {
    await app.window.keyboard.type(`${word} `, { delay: 15 })
    await app.window.keyboard.press('Escape')
  }
  await expect.poll(() => bench.sql()).toBe(text.trim())
  await expect(bench.inspector.locator('.squiggly-error')).toHaveCount(0)
})

test('pointing at a function shows its documentation', async ({ app }) => {
  const bench = await openQuery(app.window)
  await bench.typeSql('SELECT avg(temperature) FROM telemetry GROUP BY TUMBLINGWINDOW(ss, 5)')
  await bench.inspector.locator('.view-line span', { hasText: /^avg$/ }).last().hover()
  const hover = app.window.locator('.monaco-hover').filter({ hasText: 'The mean of the values' })
  await expect(hover.first()).toBeVisible()
})

test('Format is one step that can be undone', async ({ app }) => {
  const bench = await openQuery(app.window)
  const typed = 'select deviceId,temperature from telemetry where temperature>42'
  await bench.typeSql(typed)
  await bench.inspector.locator('.monaco-editor').first().hover()
  await bench.inspector.getByRole('button', { name: 'Format' }).click()
  const formatted = 'SELECT deviceId, temperature FROM telemetry WHERE temperature > 42'
  await expect.poll(() => bench.sql()).toBe(formatted)
  await app.window.keyboard.press('Control+z')
  await expect.poll(() => bench.sql()).not.toBe(formatted)
})

test('a problem is mended by its link and from the keyboard', async ({ app }) => {
  const bench = await openQuery(app.window)
  const broken = 'SELECT temperature FROM telemetri'
  await bench.typeSql(broken)
  await bench.inspector.getByRole('button', { name: 'Write telemetry' }).click()
  await expect.poll(() => bench.sql()).toBe('SELECT temperature FROM telemetry')
  await expect(bench.wire('telemetry', 'too hot')).toHaveCount(1)
  await app.window.keyboard.press('Control+z')
  await expect.poll(() => bench.sql()).toBe(broken)

  await bench.inspector.locator('.monaco-editor').first().click()
  await goTo(app.window, 'SELECT temperature FROM te'.length)
  await app.window.keyboard.press('Control+.')
  await expect(app.window.getByText('Write telemetry').last()).toBeVisible()
  await app.window.keyboard.press('Enter')
  await expect.poll(() => bench.sql()).toBe('SELECT temperature FROM telemetry')
})
