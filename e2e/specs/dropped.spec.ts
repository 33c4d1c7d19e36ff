import { expect, test } from '../fixtures/app.ts'
import { startHttpServer } from '../fixtures/http-server.ts'
import { connectOutside } from '../fixtures/outside-client.ts'
import { Workbench } from '../pages/workbench.ts'

test('the Dropped list of a sink narrows to one cause', async ({ app, mosquitto }) => {
  const server = await startHttpServer()
  const bench = new Workbench(app.window)
  await bench.projectMenu('New project')
  await bench.dragFromPalette('Sources', 'MQTT', 0.1, 0.25)
  await bench.fill('Name', 'readings')
  await bench.fill('Topics', 'lab')
  await bench.fill('Server', mosquitto.url)
  await bench.dragFromPalette('SQL', 'SQL query', 0.42, 0.25)
  await bench.fill('Name', 'all')
  await bench.dragFromPalette('Sinks', 'REST', 0.75, 0.25)
  await bench.fill('Name', 'api')
  await bench.fill('URL', `${server.url}/{{.path}}`)
  await bench.choose('Method', 'POST')
  await bench.field('One message per row').click({ force: true })
  await bench.connect(bench.node('readings', 'source'), bench.node('all', 'SQL'))
  await bench.connect(bench.node('all', 'SQL'), bench.node('api', 'sink'))

  const outside = await connectOutside(mosquitto.url)
  const publish = (path: string) => outside.publish('lab', JSON.stringify({ path }))
  await bench.run()
  await expect(
    bench.node('readings', 'source').getByRole('img', { name: /^running/ }),
  ).toBeVisible()
  await publish('taken')
  await publish('refused/1')
  await publish('refused/2')
  await expect.poll(() => server.received.length).toBe(3)
  await bench.select(bench.node('api', 'sink'))
  await bench.show('Dropped')
  await expect(bench.rows()).toHaveCount(2)
  await server.kill()
  await publish('away')
  await expect(bench.rows()).toHaveCount(3)

  const causes = bench.dock.getByRole('list', { name: 'Dropped by cause' })
  const unreachable = causes.getByRole('button', { name: /^1 / })
  await unreachable.focus()
  await app.window.keyboard.press('Enter')
  await expect(unreachable).toHaveAttribute('aria-pressed', 'true')
  await expect(bench.rows()).toHaveCount(1)
  await expect(bench.rows()).toContainText('away')
  await app.window.screenshot({ path: test.info().outputPath('one-cause.png') })
  await app.window.keyboard.press('Escape')
  await expect(bench.rows()).toHaveCount(3)
  await outside.close()
  await bench.stop()
})
