import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures/app.ts'
import { connectOutside, type OutsideClient } from '../fixtures/outside-client.ts'
import { Workbench } from '../pages/workbench.ts'

const active = (window: Page) => window.getByRole('option', { selected: true })

/** A running rule, and a client outside that publishes its readings. */
async function runRule(bench: Workbench, url: string): Promise<OutsideClient> {
  await bench.projectMenu('New project')
  await bench.drawMqttRule(url, 'lab/+/readings', 'alarm')
  const outside = await connectOutside(url, 'alarm/#')
  await bench.run()
  await expect(
    bench.node('readings', 'source').getByRole('img', { name: /^running/ }),
  ).toBeVisible()
  return outside
}

test('a template is written from the columns of its rows, with the bytes of the last one under it', async ({
  app,
  mosquitto,
}) => {
  const bench = new Workbench(app.window)
  const { keyboard } = app.window
  const outside = await runRule(bench, mosquitto.url)
  await outside.publish(
    'lab/a/readings',
    '{"deviceId":"press-01","place":{"hall":"A"},"temp":41.5}',
  )
  await bench.select(bench.node('alarms', 'sink'))
  const payload = bench.inspector.getByLabel('Payload preview')
  await expect(payload).toContainText('"deviceId":"press-01"')

  const template = bench.field('Data template')
  await template.click()
  await keyboard.type('{"hall":"{{')
  await expect(active(app.window)).toContainText('.deviceId')
  await keyboard.press('ArrowDown')
  await keyboard.press('Enter')
  await expect(template).toHaveValue('{"hall":"{{.place}}')
  await keyboard.type('.')
  await expect(active(app.window)).toContainText('hall')
  await keyboard.press('Tab')
  await keyboard.type('}}","temp":{{.te')
  await keyboard.press('Enter')
  await keyboard.type(' | toJs')
  await expect(app.window.getByText('A value as JSON.')).toBeVisible()
  await keyboard.press('Enter')
  await keyboard.type('}}}')
  await expect(template).toHaveValue('{"hall":"{{.place.hall}}","temp":{{.temp | toJson}}}')
  await expect(payload).toHaveText('{"hall":"A","temp":41.5}')
  await expect(payload).toBeInViewport({ ratio: 1 })
  await keyboard.press('Tab')
  await expect(template).not.toBeFocused()
  await outside.close()
  await bench.stop()
})

test('a template that fails on the last row is marked where it does', async ({
  app,
  mosquitto,
}) => {
  const bench = new Workbench(app.window)
  const outside = await runRule(bench, mosquitto.url)
  await outside.publish('lab/a/readings', '{"deviceId":"press-01","temp":41.5}')
  await bench.select(bench.node('alarms', 'sink'))
  const payload = bench.inspector.getByLabel('Payload preview')
  await expect(payload).toContainText('press-01')

  await bench.fill('Data template', 'at {{.temp.value}}')
  await expect(payload).toContainText("can't evaluate field value")
  const mark = bench.inspector.locator('[data-message]')
  await expect(mark).toHaveText(['.temp', '.value'])
  await mark.last().hover({ force: true })
  await expect(app.window.getByRole('tooltip')).toContainText("can't evaluate field value")

  await bench.fill('Data template', 'at {{.temp}')
  await expect(bench.inspector.getByRole('alert')).toContainText('line 1, column')
  await bench.fill('Data template', 'at {{.temp}}')
  await expect(payload).toHaveText('at 41.5')
  await expect(mark).toHaveCount(0)

  const topic = bench.field('Topic')
  await topic.fill('')
  await topic.press('a')
  await app.window.keyboard.type('larm/{{.dev')
  await app.window.keyboard.press('Enter')
  await expect(bench.inspector.getByLabel('Topic of the last row')).toHaveText('alarm/press-01')
  await app.window.keyboard.press('Control+z')
  await expect(topic).not.toHaveValue('alarm/{{.deviceId}}')
  await outside.close()
  await bench.stop()
})
