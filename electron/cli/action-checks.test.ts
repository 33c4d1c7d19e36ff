import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { analyzeAction } from '#engine/language'
import { builtinPlugins } from '#plugins'
import { nodeCodecs } from '../host/codecs.ts'
import { describeCommonForm, describeComponents } from '../host/describe-components.ts'
import { createNodeEngine } from '../host/host.ts'
import { validateRules } from './validate-command.ts'

/** What is wrong with an action is said alike in the window, by `sluice validate` and by a start. */

type Properties = Readonly<Record<string, unknown>>

const refused: readonly Properties[] = [
  { sendSingle: 'yes' },
  { omitIfEmpty: 1 },
  { format: 5 },
  { format: 'nosuch' },
  { format: 'protobuf' },
  { Format: 'Protobuf', schemaId: 'nosuch.Message' },
  { dataTemplate: '{{.a' },
  { DataTemplate: 'one\ntwo {{nofunc .a}}' },
  { properties: { unit: '{{nofunc}}' } },
  { dataField: 5 },
  { fields: 'a' },
  { fields: ['a', 5] },
  { fields: ['a'], excludeFields: ['b'] },
  { excludeFields: {} },
  { delimiter: 5 },
  { hasHeader: 'true' },
  { schemaId: {} },
  { compression: 'GZIP' },
  { compressionProps: 'x' },
  { encryption: 'aes' },
  { encryption: 'rot13' },
  { encProps: [] },
  { batchSize: -1 },
  { BATCHSIZE: '2' },
  { lingerInterval: '5x' },
  { lingerInterval: -5 },
  { concurrency: 'many' },
  { bufferLength: -3 },
  { disableBufferFullDiscard: 0 },
  { enableCache: 'on' },
  { memoryCacheThreshold: 0 },
  { memoryCacheThreshold: -1 },
  { memoryCacheThreshold: 1000 },
  { maxDiskCache: 1000 },
  { maxDiskCache: 100 },
  { bufferPageSize: 0 },
  { resendInterval: '-5ms' },
  { resendPriority: 2 },
  { cleanCacheAtStop: 'no' },
  { resendAlterQueue: [] },
  { resendIndicatorField: 1 },
  { resendDestination: '{{nofunc}}' },
  { batchSize: -1, bufferLength: -3, memoryCacheThreshold: 0, dataTemplate: '{{' },
]

const surprising: readonly Properties[] = [
  { dataTemplate: '{{.a}}', batchSize: 2 },
  { format: 'urlencoded' },
  { format: 'delimited', hasHeader: true, sendSingle: true },
  { format: 'delimited', delimiter: ';', lingerInterval: '1s' },
  { dataField: 'a.b' },
]

const own = { server: 'tcp://127.0.0.1:1883', topic: 'out' }
const definitionOf = (actions: readonly Properties[]) => ({
  streams: ['CREATE STREAM s () WITH (DATASOURCE="in", TYPE="memory")'],
  rules: actions.map((properties, index) => ({
    id: `r${index}`,
    sql: 'SELECT * FROM s',
    actions: [{ mqtt: { ...own, ...properties } }],
    options: {},
  })),
  sourceConfigurations: {},
})

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-checks-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const plugins = builtinPlugins()
/** As the drawing knows it: by descriptions that crossed processes. */
const components = describeComponents(plugins)
const mqtt = components.find(({ kind, type }) => kind === 'sink' && type === 'mqtt')
const common = describeCommonForm(nodeCodecs)['properties'] as Readonly<Record<string, Properties>>

interface Said {
  readonly place: string
  readonly severity: string
  readonly message: string
  readonly start: number
}

function windowSays(properties: Properties, index: number): readonly Said[] {
  return analyzeAction(
    { ...own, ...properties },
    {
      accepts: mqtt?.accepts ?? 'rows',
      writesStream: mqtt?.writesStream ?? true,
      formats: components.flatMap(({ kind, type, needsSchema = false, schemaSuffix = '' }) =>
        kind === 'format' ? [{ type, needsSchema, schemaSuffix }] : [],
      ),
      schemas: {},
      ruleOptions: {},
      keyProblem: String(common['encryption']?.['unusable']),
    },
  ).map(({ property, severity, message, range }) => {
    const place = `action/r${index}/0/${property}`
    return { place, severity, message, start: range?.start ?? 0 }
  })
}

const start = (actions: readonly Properties[]) =>
  createNodeEngine(plugins, () => undefined).start(definitionOf(actions))

describe.each([
  ['refused', refused],
  ['surprising', surprising],
])('%s properties', (kind, actions) => {
  const said = actions.map(windowSays)

  test.each(actions.map((properties, index) => [properties, said[index]] as const))(
    'the window says what is wrong with %j',
    (properties, faults = []) => {
      const severity = kind === 'refused' ? 'error' : 'warning'
      expect(faults.length).toBeGreaterThan(0)
      expect(faults.every((fault) => fault.severity === severity)).toBe(true)
      const names = faults.map(({ place }) => place.split('/')[3]?.split('.')[0] ?? '')
      const possible = new Set([...Object.keys(properties), 'schemaId', 'sendSingle'])
      expect(names.filter((name) => !possible.has(name))).toEqual([])
    },
  )

  test('a start says the same at the same places', async () => {
    const result = start(actions)
    const problems = result.ok ? result.warnings : result.problems
    expect(result.ok).toBe(kind === 'surprising')
    const found = problems.map(({ place, diagnostic: { severity, message, span } }) => {
      return { place, severity, message, start: span.start }
    })
    expect(found).toEqual(said.flat())
    if (result.ok) await result.run.stop()
  })

  test('validate prints the same at the same places', async () => {
    const file = join(folder, `${kind}.json`)
    const { streams, rules } = definitionOf(actions)
    const texts = rules.map((rule) => [rule.id, JSON.stringify(rule)])
    const ruleset = {
      streams: { s: streams[0] },
      tables: {},
      rules: Object.fromEntries(texts) as object,
    }
    await writeFile(file, JSON.stringify(ruleset))
    let printed = ''
    const secrets = { find: () => undefined, hint: () => '' }
    const code = await validateRules(
      file,
      { plugins, functions: [], secrets },
      (text) => (printed += text),
    )
    expect(code).toBe(kind === 'refused' ? 1 : 0)
    for (const { place, severity, message } of said.flat()) {
      const [, line] = printed.split(`${file}: ${place}`).map((rest) => rest.split(`\n${file}`)[0])
      expect(line, `${place} in ${printed}`).toMatch(new RegExp(`^(:\\d+:\\d+)?: ${severity} CFG`))
      expect(printed).toContain(`: ${message}\n`)
    }
  })
})
