import { expect, test } from '../fixtures/app.ts'
import { connectOutside } from '../fixtures/outside-client.ts'
import { Workbench } from '../pages/workbench.ts'

const schema = `syntax = "proto3";
message Reading { string device = 1; double celsius = 2; }
message Alarm { string device = 1; int32 level = 2; }
`

test('a rule reads and writes Protocol Buffers with a schema written in the window', async ({
  app,
  mosquitto,
}) => {
  const bench = new Workbench(app.window)
  await bench.projectMenu('New project')
  await bench.dock.getByRole('tab', { name: 'Schemas' }).click()
  await bench.dock.getByRole('button', { name: 'New schema' }).click()
  await bench.dock.getByLabel('Name of the schema').fill('lab')
  await bench.dock.getByRole('button', { name: 'Create' }).click()
  const text = bench.dock.getByLabel('Text of lab.proto')
  await text.fill('syntax = "proto3";\nmessage Reading { string device }')
  await expect(bench.dock.getByRole('alert')).toHaveText(/^lab:2:\d+ illegal token '}'/)
  await text.fill(schema)
  await expect(bench.dock.getByText('lab.Alarm')).toBeVisible()

  await bench.drawMqttRule(mosquitto.url, 'lab/readings', 'alarm')
  await bench.select(bench.node('readings', 'source'))
  await bench.choose('Format', 'protobuf')
  await bench.choose('Schema', 'lab.Reading')
  const columns = bench.inspector.getByRole('table', { name: 'Columns of lab.Reading' })
  await expect(columns.getByRole('row')).toHaveText(['deviceSTRING', 'celsiusFLOAT'])
  await columns.scrollIntoViewIfNeeded()
  await app.window.screenshot({ path: test.info().outputPath('schema-columns.png') })
  await bench.select(bench.node('alarms', 'sink'))
  await bench.choose('Format', 'protobuf')
  await bench.choose('Schema', 'lab.Alarm')
  await bench.select(bench.node('warm', 'SQL'))
  await bench.typeSql('SELECT device, speed FROM readings')
  await expect(bench.inspector.getByText('there is no column speed')).toBeVisible()
  await bench.typeSql('SELECT device, ceil(celsius) AS level FROM readings')

  const outside = await connectOutside(mosquitto.url, 'alarm')
  await bench.run()
  await expect(
    bench.node('readings', 'source').getByRole('img', { name: /^running/ }),
  ).toBeVisible()
  // Reading { device: "a", celsius: 2.5 } becomes Alarm { device: "a", level: 3 }.
  await outside.publish('lab/readings', Buffer.from('0a0161110000000000000440', 'hex'))
  await expect.poll(() => outside.received.length).toBe(1)
  expect(Buffer.from(outside.received[0]?.payload ?? '').toString('hex')).toBe('0a01611003')

  await bench.select(bench.node('alarms', 'sink'))
  await expect(bench.inspector.getByLabel('Payload preview')).toHaveText('0a 01 61 10 03')
  await app.window.screenshot({ path: test.info().outputPath('schemas.png') })
  await outside.close()
  await bench.stop()
})
