import { expect, test } from 'vitest'
import { componentsOf, createComponentRegistry, createEngine, createFunctionCatalog } from '#engine'
import { z } from '#engine/api'
import { builtinPlugins } from '#plugins'
import { realClock } from '../clock.ts'
import { builtinNames } from './index.ts'
import type { UserPlugins } from './index.ts'
import { createFolder, startRules } from './testing/plugin-folder.ts'

const both = (text: string) => ({ en_US: text, zh_CN: text })
const property = {
  name: 'url',
  optional: false,
  control: 'text',
  type: 'string',
  label: both('URL'),
}
const about = { author: { name: 'x' }, description: both('Writes to a historian') }
const sinkMetadata = JSON.stringify({
  about,
  libs: ['historian.so'],
  properties: [property],
  node: { category: 'sink', label: both('Historian') },
})
const sourceMetadata = JSON.stringify({
  about,
  dataSource: { label: both('Tags'), hint: both('Which tags'), default: 'a/#' },
  properties: { default: [property] },
  node: { category: 'source', label: both('Historian') },
})
const sinkCode = 'configure() {} open() {} collect() {} close() {}'

/** Everything that validate prints. */
function check(plugins: UserPlugins, sql: string, action: Readonly<Record<string, object>>) {
  const engine = createEngine({
    environment: { clock: realClock, random: () => 0, newId: () => '', log: () => undefined },
    components: createComponentRegistry(componentsOf([...builtinPlugins(), ...plugins.plugins()])),
    functions: createFunctionCatalog(plugins.functions().map(({ definition }) => definition)),
  })
  const problems = engine.check({
    streams: ['CREATE STREAM s () WITH (TYPE="memory", DATASOURCE="a")'],
    rules: [
      {
        id: 'r',
        sql,
        actions: [action as Readonly<Record<string, Readonly<Record<string, unknown>>>>],
        options: {},
      },
    ],
    sourceConfigurations: {},
  })
  return problems.map(({ place, diagnostic: { severity, code, message, hint = '' } }) => {
    return `${place}: ${severity} ${code}: ${message} ${hint}`
  })
}

test.each([
  ['mySink.so', undefined],
  ['MySink.so', undefined],
  ['mySink@v1.0.0.so', '1.0.0'],
  ['MySink@v1.so', '1'],
  ['MySink@2.1.so', '2.1'],
])('%s is the sink mySink with the form of its metadata', async (file, version) => {
  const folder = await createFolder({ [`sinks/${file}`]: 'ELF', 'sinks/mySink.json': sinkMetadata })
  const plugins = await folder.open()
  expect(plugins.problems()).toEqual([])
  expect(plugins.list()).toMatchObject([
    { id: 'sink mySink', state: 'server-only', title: 'Historian', version },
  ])
  expect(plugins.list()[0]?.message).toBe(
    `The sink mySink is a native plugin of eKuiper (${file}), which only an eKuiper server can load: ` +
      'rules with it can be drawn, checked and exported, but it does not run here. ' +
      'To try them, put a plugin MySink.mjs beside it, which then runs in its place.',
  )
  const [component] = componentsOf(plugins.plugins())
  expect(component).toMatchObject({ kind: 'sink', type: 'mySink', title: 'Historian' })
  expect(z.toJSONSchema(component?.properties ?? z.never(), { io: 'input' })).toMatchObject({
    required: ['url'],
    properties: { url: { type: 'string', title: 'URL' } },
  })
})

test('its rule is checked like any other, with a warning that it does not run here', async () => {
  const folder = await createFolder({ 'sinks/MySink.so': '', 'sinks/mySink.json': sinkMetadata })
  const plugins = await folder.open()
  const warning = /^action\/r\/0: warning CFG5005: The sink mySink is a native plugin of eKuiper/
  expect(check(plugins, 'SELECT * FROM s', { mySink: { url: 'x' } })).toEqual([
    expect.stringMatching(warning),
  ])
  expect(check(plugins, 'SELECT * FROM s', { mySink: {} })).toEqual([
    expect.stringMatching(warning),
    expect.stringMatching(/^action\/r\/0\/url: error CFG5004/),
  ])
})

test('a run goes on beside it, and its node says why it does nothing', async () => {
  const folder = await createFolder({ 'sinks/MySink.so': '', 'sinks/mySink.json': sinkMetadata })
  const rules = await startRules(await folder.open(), [
    {
      rows: [{ a: 1 }, { a: 2 }],
      actions: [{ mySink: { url: 'x' } }, { nop: { sendSingle: true } }],
    },
  ])
  await rules.until('action/r0/1', ({ rowsOut }) => rowsOut === 2)
  expect(rules.status('action/r0/0')).toMatchObject({
    state: 'failed',
    message: expect.stringMatching(/MySink\.so\), which only an eKuiper server can load/) as string,
  })
})

test('a source has its form and its DATASOURCE, and its stream says why it has no rows', async () => {
  const folder = await createFolder({
    'sources/Historian.so': '',
    'sources/historian.json': sourceMetadata.replace('"optional":false', '"optional":true'),
  })
  const plugins = await folder.open()
  expect(componentsOf(plugins.plugins())).toMatchObject([
    { kind: 'source', datasource: { title: 'Tags', description: 'Which tags', example: 'a/#' } },
  ])
  const rules = await startRules(plugins, [{ type: 'historian', rows: [], actions: [{ nop: {} }] }])
  const { message } = await rules.until('stream/s_r0', ({ state }) => state === 'failed')
  expect(message).toMatch(/^The source historian is a native plugin of eKuiper \(Historian\.so\)/)
})

test('functions are known by their metadata, and a call says why it cannot work', async () => {
  const folder = await createFolder({
    'functions/geo.so': '',
    'functions/geo.json': JSON.stringify({
      about,
      functions: [
        { name: 'geoHash', args: [{ name: 'lat' }, { name: 'lon' }], hint: both('A hash') },
        { name: 'geoCount', aggregate: true },
      ],
    }),
  })
  const plugins = await folder.open()
  expect(plugins.list()).toMatchObject([
    { state: 'server-only', provides: ['function geoHash', 'function geoCount'] },
  ])
  expect(plugins.functions().map(({ description }) => description)).toMatchObject([
    { name: 'geoHash', kind: 'scalar', signatures: ['geoHash(lat, lon)'], summary: 'A hash' },
    { name: 'geoCount', kind: 'aggregate' },
  ])
  expect(check(plugins, 'SELECT geoHash(a, b) FROM s', { nop: {} }).join('\n')).toMatch(
    /rule\/r\/sql: error .*The function geoHash is a native plugin of eKuiper \(geo\.so\)/,
  )
})

test('without metadata its form is free, and the page says how to get one', async () => {
  const folder = await createFolder({ 'sinks/mySink.so': '' })
  const plugins = await folder.open()
  expect(plugins.list()[0]?.message).toMatch(/Without mySink\.json beside it, its form takes any/)
  expect(check(plugins, 'SELECT * FROM s', { mySink: { any: 1 } })).toHaveLength(1)
})

test('its metadata file alone is enough; other JSON files are no plugins', async () => {
  const folder = await createFolder({
    'sinks/mySink.json': sinkMetadata,
    'sinks/notes.json': '{"a": 1}',
    'sinks/broken.json': '{',
  })
  const plugins = await folder.open()
  expect(plugins.problems()).toEqual([])
  expect(plugins.list()).toMatchObject([
    {
      id: 'sink mySink',
      message: expect.stringMatching(/known from mySink\.json alone/) as string,
    },
  ])
})

test('of several versions the highest counts, and a metadata file that is no JSON is named', async () => {
  const folder = await createFolder({
    'sinks/MySink@v1.0.0.so': '',
    'sinks/MySink@v1.2.0.so': '',
    'sinks/MySink@v1.1.0.so': '',
    'sinks/mySink.json': '{',
  })
  const plugins = await folder.open()
  expect(plugins.list()).toMatchObject([{ version: '1.2.0', state: 'failed' }])
  expect(plugins.problems()).toMatchObject([
    { message: expect.stringMatching(/mySink\.json/) as string },
  ])
})

test.each([
  ['in the same folder', 'sinks/MySink.mjs'],
  ['in another one', 'sinks/mySink/index.mjs'],
])('code %s stands in for it', async (_, path) => {
  const folder = await createFolder({
    'sinks/MySink.so': '',
    'sinks/mySink.json': sinkMetadata,
    [path]: `export class MySink { ${sinkCode} }`,
  })
  const plugins = await folder.open({ taken: builtinNames() })
  expect(plugins.problems()).toEqual([])
  expect(plugins.list()).toMatchObject([{ id: 'sink mySink', state: 'ready' }])
  const rules = await startRules(plugins, [
    { rows: [{ a: 1 }], actions: [{ mySink: { url: 'x', sendSingle: true } }] },
  ])
  await rules.until('action/r0/0', ({ rowsOut }) => rowsOut === 1)
})

test('what is built in stands in for it as well', async () => {
  const folder = await createFolder({ 'sinks/Mqtt.so': '' })
  const plugins = await folder.open({ taken: builtinNames() })
  expect([plugins.list(), plugins.problems()]).toEqual([[], []])
})

test('an action that nothing here knows is refused with what to do', async () => {
  const plugins = await (await createFolder({ 'sinks/Other.so': '' })).open()
  expect(check(plugins, 'SELECT * FROM s', { mySink: {} })).toEqual([
    'action/r/0: error CFG5003: sink mySink is not defined Install the plugin that brings it. ' +
      'Of a native plugin of eKuiper (.so) its metadata file sinks/mySink.json in a plugin folder is ' +
      'enough to draw, check and export rules with it.',
  ])
})

test('a metadata file that is changed changes the form', async () => {
  const folder = await createFolder({ 'sinks/MySink.so': '', 'sinks/mySink.json': sinkMetadata })
  const plugins = await folder.open()
  await folder.write('sinks/mySink.json', sinkMetadata.replaceAll('Historian', 'Archive'))
  await plugins.reload()
  expect(plugins.list()).toMatchObject([{ title: 'Archive' }])
})
