import type { App } from '../fixtures/app.ts'
import { expect, test } from '../fixtures/app.ts'
import { startMosquitto } from '../fixtures/mosquitto.ts'
import { connectOutside } from '../fixtures/outside-client.ts'
import { Workbench } from '../pages/workbench.ts'

/** A source, an SQL node and a log sink, connected. */
async function drawRule(app: App, server: string): Promise<Workbench> {
  const bench = new Workbench(app.window)
  await bench.projectMenu('New project')
  await bench.dragFromPalette('Sources', 'MQTT', 0.1, 0.25)
  await bench.fill('Name', 'readings')
  await bench.fill('Topics', 'lab/readings')
  await bench.fill('Server', server)
  await bench.dragFromPalette('SQL', 'SQL query', 0.42, 0.25)
  await bench.fill('Name', 'rule')
  await bench.dragFromPalette('Sinks', 'Log', 0.75, 0.25)
  await bench.connect(bench.node('readings', 'source'), bench.node('rule', 'SQL'))
  await bench.connect(bench.node('rule', 'SQL'), bench.node('log', 'sink'))
  await bench.select(bench.node('rule', 'SQL'))
  return bench
}

test('broken SQL is underlined with a reason, and the rule does not start', async ({
  app,
  mosquitto,
}) => {
  const bench = await drawRule(app, mosquitto.url)
  await bench.typeSql('SELECT temprature, abz(a) FROM readings WHERE temperature >')
  await expect(bench.inspector.locator('.squiggly-error').first()).toBeVisible()
  await bench.dock.getByRole('tab', { name: /Problems/ }).click()
  await expect(bench.dock.getByText(/abz/).first()).toBeVisible()
  await bench.run()
  await expect(app.window.getByRole('button', { name: 'Stop', exact: true })).toHaveCount(0)
})

test('a payload that is not JSON is counted and shown with its bytes, and the rule goes on', async ({
  app,
  mosquitto,
}) => {
  const bench = await drawRule(app, mosquitto.url)
  await bench.run()
  const source = bench.node('readings', 'source')
  await expect(source.getByRole('img', { name: /^running/ })).toBeVisible()
  const outside = await connectOutside(mosquitto.url)
  await outside.publish('lab/readings', 'no {json')
  await outside.publish('lab/readings', '{"a":1}')
  await bench.select(source)
  await expect(bench.rows()).toHaveCount(1)
  await bench.show('Errors')
  await expect(bench.rows()).toHaveCount(1)
  await bench.rows().first().click()
  await expect(bench.dock.getByText('6e 6f 20 7b 6a 73 6f 6e').first()).toBeVisible()
  await outside.close()
})

test('a row that fails is an error on its node with the cause and the row', async ({
  app,
  mosquitto,
}) => {
  const bench = await drawRule(app, mosquitto.url)
  await bench.typeSql('SELECT a + 1 AS b FROM readings')
  await bench.run()
  await expect(
    bench.node('readings', 'source').getByRole('img', { name: /^running/ }),
  ).toBeVisible()
  const outside = await connectOutside(mosquitto.url)
  await outside.publish('lab/readings', '{"a":"text"}')
  await outside.publish('lab/readings', '{"a":2}')
  await bench.select(bench.node('rule', 'SQL'))
  await expect(bench.rows()).toHaveCount(1)
  await bench.show('Errors')
  await expect(bench.rows().first()).toContainText('invalid operation')
  await bench.rows().first().click()
  await expect(bench.dock.getByText('"text"').first()).toBeVisible()
  await outside.close()
})

test('an unreachable broker is named, tried again, and Stop works at once', async ({ app }) => {
  const bench = await drawRule(app, 'tcp://127.0.0.1:9')
  await bench.run()
  const state = bench.node('readings', 'source').getByRole('img', { name: /127\.0\.0\.1:9/ })
  await expect(state).toBeVisible()
  await bench.stop()
  await expect(app.window.getByRole('button', { name: 'Run', exact: true })).toBeVisible({
    timeout: 3000,
  })
})

test('a wrong password is said in so many words', async ({ app }) => {
  const mosquitto = await startMosquitto(['allow_anonymous false'])
  try {
    const bench = await drawRule(app, mosquitto.url)
    await bench.run()
    const state = bench
      .node('readings', 'source')
      .getByRole('img', { name: /password|log in|authori[sz]ed/i })
    await expect(state).toBeVisible()
  } finally {
    await mosquitto.close()
  }
})

test('a bad URL and a missing topic are field errors before the run', async ({ app }) => {
  const bench = await drawRule(app, 'tcp://127.0.0.1:1883')
  await bench.select(bench.node('readings', 'source'))
  await bench.fill('Server', 'not a url')
  await expect(bench.field('Server')).toHaveAttribute('aria-invalid', 'true')
  await bench.dragFromPalette('Sinks', 'MQTT', 0.75, 0.6)
  await expect(bench.inspector.getByText('Topic is required.')).toBeVisible()
})

test('a wrong property of a sink is told at its field and in the list, and is gone when it is mended', async ({
  app,
}) => {
  const bench = await drawRule(app, 'tcp://127.0.0.1:1883')
  const sink = bench.node('log', 'sink')
  await bench.select(sink)
  await bench.dock.getByRole('tab', { name: /Problems/ }).click()
  const problems = bench.dock.getByRole('list', { name: 'Problems' })
  const refused = /invalid batchSize -1\. Write how many results make a message/

  await bench.field('Batch size').fill('-1')
  await expect(bench.inspector.getByRole('alert').filter({ hasText: refused })).toBeVisible()
  await expect(bench.field('Batch size')).toHaveAttribute('aria-invalid', 'true')
  await expect(problems.getByText(refused)).toBeVisible()
  await expect(sink.getByRole('button', { name: '1 problem' })).toBeVisible()

  await bench.inspector.getByRole('button', { name: 'Payload' }).click()
  await expect(bench.field('Batch size')).toHaveCount(0)
  await problems.getByRole('button', { name: refused }).click()
  await expect(bench.field('Batch size')).toBeFocused()
  await expect(bench.field('Batch size')).toBeInViewport()

  await bench.field('Batch size').fill('2')
  await expect(problems.getByText(refused)).toHaveCount(0)
  await expect(bench.inspector.getByRole('alert')).toHaveCount(0)

  const surprise = /every message fails: the format urlencoded takes one row/i
  await bench.choose('Format', 'urlencoded')
  await expect(bench.inspector.getByRole('status').filter({ hasText: surprise })).toBeVisible()
  await expect(problems.getByRole('button', { name: surprise })).toBeVisible()
  await bench.field('One message per row').click({ force: true })
  await expect(problems.getByText(surprise)).toHaveCount(0)
})

test('what only the sink itself can judge is told at its field while one types', async ({
  app,
}) => {
  const bench = await drawRule(app, 'tcp://127.0.0.1:1883')
  await bench.dragFromPalette('Sinks', 'REST', 0.75, 0.7)
  await bench.fill('Name', 'api')
  await bench.fill('URL', 'http://127.0.0.1:1/rows')
  await bench.connect(bench.node('rule', 'SQL'), bench.node('api', 'sink'))
  await bench.select(bench.node('api', 'sink'))
  await bench.choose('Method', 'POST')
  const refused = bench.inspector.getByRole('alert').filter({ hasText: /json/ })
  await expect(refused).toHaveCount(0)
  await bench.choose('Format', 'delimited')
  await expect(refused).toBeVisible()
  await bench.choose('Format', 'json')
  await expect(refused).toHaveCount(0)
})
