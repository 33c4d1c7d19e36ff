import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { componentsOf, createComponentRegistry, createEngine } from '#engine'
import { documentToRunDefinition, parseRuleset, rulesetToDocument } from '#engine/ruleset'
import { createVirtualClock } from '#engine/testkit'
import { builtinPlugins } from '#plugins'
import { answerWith, startHttpServer } from './http-server.ts'

const file = join(import.meta.dirname, '../../docs/examples/rest-and-file.ruleset.json')

test('the example sends alarms to a server and keeps them in csv files', async () => {
  const server = await startHttpServer(answerWith(200))
  const folder = mkdtempSync(join(tmpdir(), 'sluice-example-'))
  const text = readFileSync(file, 'utf8')
    .replaceAll('127.0.0.1:8080', `127.0.0.1:${server.port}`)
    .replaceAll('/tmp/', `${folder}/`)
  const { ruleset } = parseRuleset(text)
  if (ruleset === undefined) throw new Error('the example is no ruleset')
  const { definition, diagnostics } = documentToRunDefinition(rulesetToDocument(ruleset).document)
  expect(diagnostics).toEqual([])
  const clock = createVirtualClock(1_700_000_000_000)
  const engine = createEngine({
    environment: { clock, random: () => 0.5, newId: () => 'id', log: () => undefined },
    components: createComponentRegistry(componentsOf(builtinPlugins())),
  })
  const started = engine.start(definition)
  if (!started.ok) throw new Error(JSON.stringify(started.problems))
  clock.advanceTo(clock.now() + 1000)
  const written = (): boolean =>
    started.run
      .status()
      .filter(({ node }) => node.startsWith('action/'))
      .every(({ rowsOut }) => rowsOut === 2)
  while (!written()) await new Promise((resolve) => setImmediate(resolve))
  await started.run.stop()
  await server.kill()
  expect(server.requests.map(({ path, body }) => [path, body.toString()])).toEqual([
    ['/devices/oven-02/alarms', '{"deviceId":"oven-02","limit_c":42,"temperature":58.1}'],
    ['/devices/press-04/alarms', '{"deviceId":"press-04","limit_c":42,"temperature":47.3}'],
  ])
  const files = readdirSync(folder).map((name) => [
    name.replace(/\d{13}/, '<time>'),
    readFileSync(join(folder, name), 'utf8'),
  ])
  expect(files).toEqual([
    ['oven-02-<time>.csv', 'deviceId,temperature,limit_c\noven-02,58.1,42'],
    ['press-04-<time>.csv', 'deviceId,temperature,limit_c\npress-04,47.3,42'],
  ])
  rmSync(folder, { recursive: true })
})
