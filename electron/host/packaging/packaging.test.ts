import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from '#engine/api'
import { readZip } from '../portable/package/zip.ts'
import { openPlugin } from '../portable/test-plugin/open-plugin.ts'
import { findPackagedPlugins, packagePlugins } from './index.ts'
import { install, pack as packAs } from './testing/installed-plugin.ts'

const examples = resolve(import.meta.dirname, '../../../docs/examples/plugins')

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'packaging-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function write(path: string, text: string): Promise<string> {
  const file = join(folder, path)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, text)
  return file
}

async function pack(path: string, name?: string): Promise<Map<string, string>> {
  const found = await findPackagedPlugins(path)
  const { zip } = await packagePlugins(name ?? found.name, found.candidates)
  return new Map(readZip(zip).map((entry) => [entry.path, entry.data.toString('utf8')]))
}

test('a folder of plugins becomes one package with what a server asks for', async () => {
  const files = await pack(examples, 'examples')
  expect(JSON.parse(files.get('examples.json') ?? '')).toEqual({
    version: '1.0.0',
    language: 'go',
    executable: 'examples',
    sources: ['ticker'],
    sinks: ['lineFile', 'memorySink', 'tcpLines'],
    functions: ['celsius'],
  })
  expect([...files.keys()].filter((path) => !path.startsWith('lib/')).sort()).toEqual([
    'README.md',
    'examples',
    'examples.json',
    'functions/celsius.json',
    'sinks/lineFile.json',
    'sinks/memorySink.json',
    'sinks/tcpLines.json',
    'sources/ticker.json',
    'sources/ticker.yaml',
  ])
  expect(files.get('README.md')).toContain('- sink `lineFile`: Appends every row to a file')
})

test('metadata is in the format of eKuiper, from the schema', async () => {
  const files = await pack(join(examples, 'sinks/LineFile.ts'))
  const both = (text: string) => ({ en_US: text, zh_CN: text })
  expect(JSON.parse(files.get('sinks/lineFile.json') ?? '')).toMatchObject({
    about: { description: both('Appends every row to a file as a JSON line.') },
    properties: [
      {
        name: 'path',
        default: 'rows.jsonl',
        optional: true,
        control: 'text',
        type: 'string',
        label: both('File'),
      },
      { name: 'stamp', default: false, control: 'radio', type: 'bool', label: both('Time stamp') },
    ],
    node: { category: 'sink', label: both('LineFile') },
  })
})

test('the form of a packaged plugin is that of the plugin', async () => {
  const path = await write(
    'forms/sinks/Wide.mjs',
    `import { z } from 'sluice'
export const title = 'Wide sink'
export const properties = z.object({
  host: z.string().meta({ title: 'Host', description: 'Where to.', group: 'Connection' }),
  port: z.int().default(80),
  ratio: z.number().optional(),
  password: z.string().optional().meta({ secret: true }),
  mode: z.enum(['fast', 'safe']).default('safe'),
  tags: z.array(z.string()).default(['a']),
  retry: z.object({ times: z.int().default(3) }).optional(),
})
export class Wide { configure() {} open() {} collect() {} close() {} }`,
  )
  const { candidates } = await findPackagedPlugins(path)
  const { zip } = await packagePlugins('wide', candidates)
  const file = join(folder, 'wide.zip')
  await writeFile(file, zip)
  await using plugin = await openPlugin({}, file)
  expect(plugin.loaded.definition.warnings).toEqual([])
  const sink = plugin.sink('wide')
  expect(sink.title).toBe('Wide sink')
  expect(z.toJSONSchema(sink.properties, { io: 'input' })).toMatchObject({
    required: ['host'],
    properties: {
      host: { type: 'string', title: 'Host', description: 'Where to.', group: 'Connection' },
      port: { type: 'integer', default: 80 },
      ratio: { type: 'number' },
      password: { secret: true },
      mode: { type: 'string', default: 'safe', examples: ['fast', 'safe'] },
      tags: { type: 'array', items: { type: 'string' } },
      retry: { type: 'object', properties: { times: { type: 'integer', default: 3 } } },
    },
  })
})

test('the same plugin gives the same bytes, with nothing of this machine in them', async () => {
  const { name, candidates } = await findPackagedPlugins(join(examples, 'sinks/LineFile.ts'))
  const first = await packagePlugins(name, candidates)
  expect((await packagePlugins(name, candidates)).zip.equals(first.zip)).toBe(true)
  const root = resolve(import.meta.dirname, '../../..')
  for (const { path, data } of readZip(first.zip)) {
    expect(data.includes(root), path).toBe(false)
    expect(data.includes(tmpdir()) && path !== 'lib/peer.mjs', path).toBe(false)
  }
})

test('metadata that the plugin brings itself is taken, with what the server insists on', async () => {
  await write(
    'own/sinks/mine.json',
    '{"libs": ["x"], "properties": [{"name": "size", "type": "int", "default": 3}]}',
  )
  const path = await write(
    'own/sinks/Mine.mjs',
    'export class Mine { configure() {} open() {} collect() {} close() {} }',
  )
  const files = await pack(path)
  expect(JSON.parse(files.get('sinks/mine.json') ?? '')).toMatchObject({
    about: { description: { en_US: 'Your sink Mine.' } },
    libs: ['x'],
    properties: [{ name: 'size' }],
  })
})

test.each<[string, Readonly<Record<string, string>>, string, RegExp]>([
  ['a path that does not exist', {}, 'none', /none: there is no such file or folder/],
  [
    'a folder without plugins',
    { 'x.txt': '' },
    '',
    /lies in a folder named sinks, sources or functions/,
  ],
  ['a file elsewhere', { 'My.mjs': '' }, 'My.mjs', /such as my-plugins\/sinks\/MySink\.mjs/],
  ['no plugin', { 'sinks/notes.txt': '' }, 'sinks/notes.txt', /notes\.txt: this is no plugin/],
  [
    'a folder without an entry',
    { 'sinks/my/x.txt': '' },
    'sinks/my',
    /neither an index file nor a package\.json/,
  ],
  ['an empty folder of sinks', { 'sinks/.keep': '' }, '', /there is no plugin in it/],
  [
    'code that does not parse',
    { 'sinks/My.mjs': 'export class {' },
    'sinks/My.mjs',
    /Expected identifier/,
  ],
  [
    'a missing export',
    { 'sinks/My.mjs': 'export class Your {}' },
    'sinks/My.mjs',
    /the export "My" is missing/,
  ],
])('%s is an error that says what to do', async (what, files, path, message) => {
  const place = what.replaceAll(' ', '-')
  await mkdir(join(folder, place), { recursive: true })
  for (const [file, text] of Object.entries(files)) await write(join(place, file), text)
  await expect(pack(join(folder, place, path))).rejects.toThrow(message)
})

test.each(['lib', '', 'a b', '../x', '1st', 'README'])(
  '%j is no name for a package',
  async (name) => {
    await expect(pack(join(examples, 'sinks/LineFile.ts'), name)).rejects.toThrow(
      /cannot be the name of a portable plugin/,
    )
  },
)

test('where there is no Node, or an old one, the log says what to do', async () => {
  const zip = await packAs(join(examples, 'sinks/MemorySink.mjs'), 'memory')
  await using plugin = await install(zip, 'memory')
  const start = (environment: NodeJS.ProcessEnv) => {
    const program = join(plugin.folder, 'memory')
    const { status, stderr } = spawnSync(program, ['{"sendTimeout":1000}'], {
      env: environment,
      encoding: 'utf8',
    })
    return `${String(status)} ${stderr}`
  }
  const empty = join(folder, 'bin')
  await mkdir(empty)
  expect(start({ PATH: empty })).toMatch(
    /^127 error plugin memory: it needs Node 20 or newer, and "node" cannot be started\. Install Node/,
  )
  await writeFile(join(empty, 'node'), '#!/bin/sh\necho 18.19.0\n', { mode: 0o755 })
  expect(start({ PATH: `${empty}:/bin:/usr/bin` })).toMatch(
    /^1 error plugin memory: .* is Node 18\.19\.0/,
  )
  const other = join(folder, 'node-20')
  await writeFile(other, '#!/bin/sh\n[ "$1" = -p ] && echo 20.1.0 || echo "$@" >&2\n', {
    mode: 0o755,
  })
  expect(start({ PATH: empty, SLUICE_NODE: other })).toBe(
    `0 ${join(plugin.folder, 'lib/peer.mjs')} {"sendTimeout":1000}\n`,
  )
})
