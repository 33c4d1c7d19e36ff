import { cp, mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { expect, test } from '../fixtures/app.ts'
import { connectOutside } from '../fixtures/outside-client.ts'
import { Workbench } from '../pages/workbench.ts'

const examples = resolve(import.meta.dirname, '../../docs/examples/plugins/formats')

/** A frame of the example: the meter's number, its value. */
function frame(meter: number, value: number): Buffer {
  const bytes = Buffer.alloc(12)
  bytes.writeUInt32BE(meter)
  bytes.writeDoubleBE(value, 4)
  return bytes
}

test('a format of the plugin folder reads and writes rows, and the preview shows its bytes', async ({
  app,
  dataFolder,
  mosquitto,
}) => {
  const bench = new Workbench(app.window)
  await bench.projectMenu('New project')
  const formats = join(dataFolder, 'plugins/formats')
  await mkdir(formats, { recursive: true })
  await cp(join(examples, 'MeterFrame.mjs'), join(formats, 'MeterFrame.mjs'))
  await bench.dock.getByRole('tab', { name: /Plugins/ }).click()
  const card = bench.dock.getByRole('article', { name: /^Plugin Meter ?frame/i })
  await card.getByRole('button', { name: 'Trust and load' }).click()
  await expect(card.getByText('ready', { exact: true })).toBeVisible()

  await bench.drawMqttRule(mosquitto.url, 'meters', 'doubled')
  await bench.select(bench.node('alarms', 'sink'))
  await bench.choose('Format', 'meterframe')
  await bench.select(bench.node('readings', 'source'))
  await bench.choose('Format', 'meterframe')
  await bench.select(bench.node('warm', 'SQL'))
  await bench.typeSql('SELECT meter, value * 2 AS value FROM readings WHERE meter > 7')

  const outside = await connectOutside(mosquitto.url, 'doubled')
  await bench.run()
  await expect(
    bench.node('readings', 'source').getByRole('img', { name: /^running/ }),
  ).toBeVisible()
  await outside.publish('meters', Buffer.concat([frame(7, 9), frame(8, 2.5)]))
  await outside.publish('meters', Buffer.from('short'))
  await outside.publish('meters', frame(9, 3))
  await expect
    .poll(() => outside.received.map(({ payload }) => Buffer.from(payload).toString('hex')))
    .toEqual([frame(8, 5).toString('hex'), frame(9, 6).toString('hex')])

  await bench.select(bench.node('alarms', 'sink'))
  await expect(bench.inspector.getByLabel('Payload preview')).toHaveText(
    '00 00 00 09 40 18 00 00 00 00 00 00',
  )
  await bench.select(bench.node('readings', 'source'))
  await bench.dock.getByRole('tab', { name: 'Data' }).click()
  await bench.show('Errors')
  await expect(bench.dock.getByText(/the message has 5 bytes/).first()).toBeVisible()
  await app.window.screenshot({ path: test.info().outputPath('format.png') })
  await outside.close()
  await bench.stop()
})
