import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '../fixtures/app.ts'
import { startHttpServer } from '../fixtures/http-server.ts'
import { connectOutside } from '../fixtures/outside-client.ts'
import { Workbench } from '../pages/workbench.ts'

const sql = 'SELECT deviceId, temperature FROM readings WHERE temperature > 40'

test('rows go to a server and to a file; a server that is away is seen on its node', async ({
  app,
  mosquitto,
  dataFolder,
}) => {
  const server = await startHttpServer()
  const file = join(dataFolder, 'out.jsonl')
  const bench = new Workbench(app.window)
  await bench.projectMenu('New project')

  await test.step('draw and fill in', async () => {
    await bench.dragFromPalette('Sources', 'MQTT', 0.1, 0.2)
    await bench.fill('Name', 'readings')
    await bench.fill('Topics', 'lab/+/readings')
    await bench.fill('Server', mosquitto.url)
    await bench.dragFromPalette('SQL', 'SQL query', 0.4, 0.2)
    await bench.fill('Name', 'warm')
    await bench.dragFromPalette('Sinks', 'File', 0.75, 0.6)
    await bench.fill('Name', 'kept')
    await bench.fill('Path', file)
    await bench.field('One message per row').click({ force: true })
    await bench.dragFromPalette('Sinks', 'REST', 0.75, 0.2)
    await bench.fill('Name', 'api')
    await bench.fill('URL', 'ftp://nowhere')
    await expect(bench.inspector.getByText(/Must begin with http/)).toBeVisible()
    await bench.fill('URL', `${server.url}/devices/{{.deviceId}}`)
    await expect(bench.inspector.getByText(/Must begin with http/)).toHaveCount(0)
    await bench.choose('Method', 'POST')
    await bench.field('One message per row').click({ force: true })
    await bench.connect(bench.node('readings', 'source'), bench.node('warm', 'SQL'))
    await bench.connect(bench.node('warm', 'SQL'), bench.node('api', 'sink'))
    await bench.connect(bench.node('warm', 'SQL'), bench.node('kept', 'sink'))
    await bench.select(bench.node('warm', 'SQL'))
    await bench.typeSql(sql)
    await expect(bench.node('warm', 'SQL')).toContainText('temperature > 40')
  })

  const outside = await connectOutside(mosquitto.url, 'none')
  const publish = (temperature: number): Promise<void> =>
    outside.publish('lab/x/readings', JSON.stringify({ deviceId: 'press-01', temperature }))

  await test.step('run', async () => {
    await bench.run()
    await expect(
      bench.node('readings', 'source').getByRole('img', { name: /^running/ }),
    ).toBeVisible()
    await publish(39)
    await publish(41)
    const row = '{"deviceId":"press-01","temperature":41}'
    await expect.poll(() => server.received).toEqual([`POST /devices/press-01 ${row}`])
    await expect.poll(() => readFile(file, 'utf8').catch(() => '')).toBe(row)
  })

  await test.step('the server goes away and comes back', async () => {
    const api = bench.node('api', 'sink')
    await server.kill()
    await publish(42)
    await expect(api.getByRole('img', { name: /refused/i })).toBeVisible()
    await server.start()
    await publish(43)
    await expect(api.getByRole('img', { name: /^running/ })).toBeVisible()
    await expect.poll(() => server.received.at(-1)).toContain('"temperature":43')
    await expect.poll(() => readFile(file, 'utf8')).toMatch(/41.*\n.*42.*\n.*43/)
  })
  await bench.stop()
  await outside.close()
  await server.kill()
})
