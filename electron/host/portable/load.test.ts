import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from '#engine/api'
import { loadPortablePlugin } from './load.ts'
import { createZip } from './package/zip.test-support.ts'
import { openPlugin, testPluginFolder } from './test-plugin/open-plugin.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'load-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** A plugin folder of these files. */
async function write(files: Record<string, string>, name = 'acme'): Promise<string> {
  const target = join(folder, name)
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(target, path)), { recursive: true })
    await writeFile(join(target, path), content)
  }
  return target
}

const description = (changes: object): string =>
  JSON.stringify({ version: '1', language: 'go', executable: 'main', sinks: ['s'], ...changes })

test('a plugin has its sources and sinks with schemas made from the metadata', async () => {
  const { plugin, functions, definition } = await loadPortablePlugin(testPluginFolder)
  expect(plugin).toMatchObject({ id: 'portable-acme', title: 'acme v1.2.0' })
  const [ticker, collector] = plugin.components
  expect(ticker).toMatchObject({
    kind: 'source',
    type: 'ticker',
    title: 'Ticker',
    summary: 'Counts.',
    datasource: {
      title: 'Line',
      description: 'Which line is counted.',
      example: 'line/1',
      isRequired: false,
    },
  })
  expect(collector).toMatchObject({
    kind: 'sink',
    title: 'Collector',
    summary: 'Collects what it gets.',
  })
  expect(functions.map(({ name, metadata }) => [name, metadata.summary])).toEqual([
    ['scale', 'Multiplies a value by a factor.'],
    ['seen', 'Function seen of a portable plugin.'],
    ['spread', 'Function spread of a portable plugin.'],
  ])
  expect(definition.warnings).toEqual([])
})

test('the schema has labels, hints, groups, suggestions and defaults for the form', async () => {
  const { plugin } = await loadPortablePlugin(testPluginFolder)
  const [, collector] = plugin.components
  const schema = z.toJSONSchema(collector?.properties ?? z.object({}), { io: 'input' })
  expect(schema).toMatchObject({
    required: ['path'],
    properties: {
      path: { type: 'string', title: 'Path', description: 'Where the rows go.' },
      mode: { type: 'string', default: 'normal', examples: ['normal', 'ack'] },
      apiToken: { title: 'API token', secret: true, group: 'Connection' },
      retry: {
        type: 'object',
        properties: { times: { type: 'integer', title: 'Times', default: 3 } },
      },
      requireAck: { type: 'boolean', group: 'Reliability' },
    },
  })
})

test('properties reach the plugin as the rule has them: nothing is added or taken away', async () => {
  const { plugin } = await loadPortablePlugin(testPluginFolder)
  const properties = { path: 'x', unknown: { of: [1] } }
  expect(plugin.components[1]?.properties.parse(properties)).toEqual(properties)
})

test('a zip runs as a folder does, and what was unpacked goes away with it', async () => {
  const files = ['acme.json', 'acme.mjs', 'sinks/collector.json', 'sources/ticker.yaml']
  const entries = await Promise.all(
    files.map(async (path) => ({
      path,
      text: await readFile(join(testPluginFolder, path), 'utf8'),
    })),
  )
  const archive = join(folder, 'acme.zip')
  await writeFile(archive, createZip(entries))
  const plugin = await openPlugin({}, archive)
  const [scale] = plugin.loaded.functions
  expect(await scale?.call([2, 3], { ruleId: 'r', operatorId: 'o', functionId: 0 })).toBe(6)
  const unpacked = dirname(plugin.loaded.definition.executable)
  await plugin[Symbol.asyncDispose]()
  await expect(readdir(unpacked)).rejects.toThrow('ENOENT')
})

test('a renamed folder still has its plugin', async () => {
  await cp(testPluginFolder, join(folder, 'acme-main'), { recursive: true })
  const { definition } = await loadPortablePlugin(join(folder, 'acme-main'))
  expect(definition.name).toBe('acme')
})

test.each<[string, Record<string, string>, RegExp]>([
  ['no description', { main: '' }, /acme: it has no acme.json that describes the plugin/],
  ['broken JSON', { 'acme.json': '{"version":' }, /acme\/acme.json: it is not JSON: /],
  [
    'another language',
    { 'acme.json': description({ language: 'java' }) },
    /acme.json: language: must be "python" or "go"/,
  ],
  [
    'no executable',
    { 'acme.json': description({ executable: undefined }) },
    /acme.json: executable: must name the file that is started/,
  ],
  [
    'a missing executable',
    { 'acme.json': description({}) },
    /acme.json: executable: there is no file main/,
  ],
  [
    'an executable elsewhere',
    { 'acme.json': description({ executable: '../main' }) },
    /\.\.\/main is not in the plugin's folder/,
  ],
  [
    'nothing provided',
    { main: '', 'acme.json': description({ sinks: [] }) },
    /no sources, sinks or functions are listed/,
  ],
  [
    'a name that is a path',
    { main: '', 'acme.json': description({ sinks: ['../s'] }) },
    /acme.json: sinks.0: a name has only letters/,
  ],
  [
    'no list of names',
    { main: '', 'acme.json': description({ sinks: 's' }) },
    /acme.json: sinks: .*expected array/,
  ],
  [
    'several descriptions',
    { 'a.json': description({}), 'b.json': description({}) },
    /a.json, b.json could all describe the plugin/,
  ],
])('%s is an error that names the file and the place', async (_, files, message) => {
  await expect(loadPortablePlugin(await write(files))).rejects.toThrow(message)
})

test('a path that does not exist is named', async () => {
  await expect(loadPortablePlugin(join(folder, 'none.zip'))).rejects.toThrow(
    /none.zip: there is no such folder or zip file/,
  )
})

test('a damaged zip is named', async () => {
  await writeFile(join(folder, 'x.zip'), 'PK nonsense')
  await expect(loadPortablePlugin(join(folder, 'x.zip'))).rejects.toThrow(
    /x.zip: it is not a zip archive/,
  )
})

test('metadata that cannot be used costs the form, not the plugin', async () => {
  const path = await write({
    main: '',
    'acme.json': description({ sources: ['t'] }),
    'install.sh': 'exit 1',
    'sinks/s.json': '{broken',
    'sources/t.yaml': 'default:\n  a: &x 1\n',
  })
  const { definition, plugin } = await loadPortablePlugin(path)
  expect(plugin.components).toHaveLength(2)
  expect(definition.warnings).toEqual([
    expect.stringMatching(/install.sh is not run here/),
    expect.stringMatching(/sources\/t.yaml:2: .* is not supported; its defaults are not used/),
    expect.stringMatching(/sinks\/s.json: it is not JSON/),
  ])
})
