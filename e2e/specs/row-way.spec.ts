import { expect, test } from '../fixtures/app.ts'
import { connectOutside } from '../fixtures/outside-client.ts'
import { Workbench } from '../pages/workbench.ts'

test('a row of a sink is followed to its bytes, its topic and the answer', async ({
  app,
  mosquitto,
}) => {
  const bench = new Workbench(app.window)
  await bench.projectMenu('New project')
  await bench.drawMqttRule(mosquitto.url, 'lab/+/readings', 'alarm/{{.deviceId}}')
  await bench.select(bench.node('alarms', 'sink'))
  await bench.fill('Data template', '{"device":"{{.deviceId}}","celsius":{{.temperature}}}')

  const outside = await connectOutside(mosquitto.url, 'alarm/#')
  await bench.run()
  await expect(
    bench.node('readings', 'source').getByRole('img', { name: /^running/ }),
  ).toBeVisible()
  await outside.publish('lab/a/readings', '{"deviceId":"press-01","temperature":41.5}')
  await expect.poll(() => outside.received.length).toBe(1)
  const payload = outside.received[0]?.payload ?? ''

  await bench.select(bench.node('alarms', 'sink'))
  await bench.rows().first().click()
  const row = bench.dock.getByRole('complementary', { name: 'Row' })
  await expect(row.getByText('written')).toBeVisible()
  await row.getByRole('tab', { name: 'Row' }).press('ArrowRight')
  await expect(row.getByRole('tab', { name: 'Result' })).toBeFocused()
  await expect(row.getByLabel('Payload')).toHaveText(payload)
  await row.getByRole('tab', { name: 'Result' }).press('ArrowRight')
  await expect(row.getByText('alarm/press-01')).toBeVisible()
  await expect(row.getByText(`${payload.length} bytes of json`)).toBeVisible()
  await row.getByRole('radio', { name: 'Hex' }).click()
  await expect(row.getByLabel('Payload')).toContainText('7b 22 64 65')

  await mosquitto.kill()
  const sink = bench.node('alarms', 'sink')
  await expect(sink.getByRole('img', { name: /refused|closed|lost|reach/i })).toBeVisible()
  await row.getByRole('tab', { name: 'Answer' }).click()
  await expect(row.getByRole('listitem')).toHaveText(/The sink has written it\.$/)
  await outside.close()
  await bench.stop()
})
