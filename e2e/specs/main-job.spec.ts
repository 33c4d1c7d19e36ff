import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { App } from '../fixtures/app.ts'
import { expect, test } from '../fixtures/app.ts'
import { connectOutside } from '../fixtures/outside-client.ts'
import { Workbench } from '../pages/workbench.ts'

const sql = 'SELECT deviceId, temperature FROM readings WHERE temperature > 40'

/** Replaces the native dialogs, which no test can click, by their answers. */
const answerDialogs = (app: App, file: string): Promise<void> =>
  app.electron.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: path })
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] })
  }, file)

test('draw a rule, run it on live MQTT, watch its rows, export it, and get it back', async ({
  app,
  mosquitto,
  dataFolder,
}) => {
  const bench = new Workbench(app.window)
  await bench.projectMenu('New project')
  await expect(bench.node('telemetry', 'source')).toHaveCount(0)

  await test.step('draw and connect', async () => {
    await bench.drawMqttRule(mosquitto.url, 'lab/+/readings', 'alarm/{{.deviceId}}')
    await bench.select(bench.node('warm', 'SQL'))
    await bench.fill('Rule id', 'warm')
    await expect(bench.wire('readings', 'warm')).toHaveCount(1)
    await expect(bench.wire('warm', 'alarms')).toHaveCount(1)
  })

  await test.step('type SQL in the editor', async () => {
    await bench.select(bench.node('warm', 'SQL'))
    await bench.typeSql(sql)
    await expect(bench.inspector.locator('.squiggly-error')).toHaveCount(0)
    await expect(bench.node('warm', 'SQL')).toContainText('temperature > 40')
  })

  const outside = await connectOutside(mosquitto.url, 'alarm/#')
  const publish = (temperature: number): Promise<void> =>
    outside.publish(
      'lab/press-01/readings',
      JSON.stringify({ deviceId: 'press-01', temperature, note: 'x' }),
    )

  await test.step('run: rows reach the data panel and the outside client', async () => {
    await bench.run()
    await expect(
      bench.node('readings', 'source').getByRole('img', { name: /^running/ }),
    ).toBeVisible()
    await publish(39.5)
    await publish(41.5)
    await publish(52)
    await expect.poll(() => outside.received.length).toBe(2)
    expect(
      outside.received.map(({ topic, payload }) => [topic, JSON.parse(payload) as unknown]),
    ).toEqual([
      ['alarm/press-01', { deviceId: 'press-01', temperature: 41.5 }],
      ['alarm/press-01', { deviceId: 'press-01', temperature: 52 }],
    ])
    await bench.select(bench.node('warm', 'SQL'))
    await expect(bench.rows()).toHaveCount(2)
    await expect(bench.rows().first()).toContainText('52')
    await bench.show('In')
    await expect(bench.rows()).toHaveCount(3)
  })

  await test.step('the broker dies and comes back', async () => {
    await mosquitto.kill()
    const source = bench.node('readings', 'source')
    await expect(source.getByRole('img', { name: /refused|closed|lost|reach/i })).toBeVisible()
    await mosquitto.start()
    await expect(source.getByRole('img', { name: /^running/ })).toBeVisible({ timeout: 60_000 })
    const second = await connectOutside(mosquitto.url, 'alarm/#')
    await expect(bench.node('alarms', 'sink').getByRole('img', { name: /^running/ })).toBeVisible({
      timeout: 60_000,
    })
    await second.publish('lab/press-01/readings', '{"deviceId":"press-02","temperature":60}')
    await expect.poll(() => second.received.map(({ topic }) => topic)).toEqual(['alarm/press-02'])
    await second.close()
  })
  await bench.stop()
  await outside.close()

  const file = join(dataFolder, 'export.json')
  await answerDialogs(app, file)
  await test.step('export', async () => {
    await app.window.getByRole('banner').getByRole('button', { name: 'Export' }).click()
    await app.window.getByRole('menuitem', { name: /file/i }).click()
    await expect.poll(() => readFile(file, 'utf8').catch(() => '')).not.toBe('')
    const ruleset = JSON.parse(await readFile(file, 'utf8')) as {
      streams: Record<string, string>
      rules: Record<string, string>
    }
    expect(Object.keys(ruleset.streams)).toEqual(['readings'])
    const rule = JSON.parse(ruleset.rules['warm'] ?? '') as Record<string, unknown>
    expect(rule).toMatchObject({
      id: 'warm',
      sql,
      actions: [
        { mqtt: { server: mosquitto.url, topic: 'alarm/{{.deviceId}}', sendSingle: true } },
      ],
    })
  })

  await test.step('import draws the same graph; undo and redo', async () => {
    await bench.projectMenu('New project')
    await expect(bench.node('warm', 'SQL')).toHaveCount(0)
    await bench.projectMenu(/Import/)
    await expect(bench.wire('readings', 'warm')).toHaveCount(1)
    await expect(bench.canvas.getByRole('group', { name: / sink$/ })).toHaveCount(1)
    await bench.select(bench.node('warm', 'SQL'))
    await app.window.keyboard.press('Delete')
    await expect(bench.node('warm', 'SQL')).toHaveCount(0)
    await app.window.keyboard.press('Control+z')
    await expect(bench.wire('readings', 'warm')).toHaveCount(1)
    await app.window.keyboard.press('Control+Shift+z')
    await expect(bench.node('warm', 'SQL')).toHaveCount(0)
    await app.window.keyboard.press('Control+z')
    await expect(bench.node('warm', 'SQL')).toHaveCount(1)
  })
})
