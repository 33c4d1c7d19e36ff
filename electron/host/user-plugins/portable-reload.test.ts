import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { writeZip } from '../portable/package/zip-writer.ts'
import { testPluginFolder } from '../portable/test-plugin/open-plugin.ts'
import { openTrustFile } from './index.ts'
import type { UserPlugins } from './index.ts'
import { createFolder, startRules } from './testing/plugin-folder.ts'
import type { PluginFolder, TestRun } from './testing/plugin-folder.ts'

const code = await readFile(join(testPluginFolder, 'acme.mjs'), 'utf8')
const yaml = await readFile(join(testPluginFolder, 'sources/ticker.yaml'), 'utf8')
const description = JSON.stringify({
  language: 'go',
  executable: 'acme.mjs',
  sources: ['ticker'],
  sinks: ['collector'],
  functions: ['scale'],
})

/** Its sink notes every row behind the version. */
const version = (name: string, extra = ''): string =>
  code.replace(
    '  seen.push(text)\n',
    `  seen.push(text)\n  appendFileSync(\`\${folder}/rows.txt\`, \`${name}:\${text}\\n\`)\n${extra}`,
  )

interface World {
  readonly folder: PluginFolder
  readonly plugins: UserPlugins
  readonly sockets: string
  /** Replaces the plugin and lets it be noticed. */
  replace(acme: string, json?: string): Promise<void>
}

async function open(form: 'folder' | 'zip', acme: string, trust?: string): Promise<World> {
  const folder = await createFolder()
  const sockets = await mkdtemp(join(tmpdir(), 'acme-'))
  onTestFinished(() => rm(sockets, { recursive: true, force: true }))
  const write = async (text: string, json: string): Promise<void> => {
    const files = { 'acme.json': json, 'acme.mjs': text, 'sources/ticker.yaml': yaml }
    if (form === 'folder') {
      for (const [path, content] of Object.entries(files))
        await folder.write(`portable/acme/${path}`, content)
      return
    }
    const listed = Object.entries(files).map(([path, content]) => ({
      path,
      data: Buffer.from(content),
      isExecutable: path === 'acme.mjs',
    }))
    await folder.write('portable/acme.zip', '')
    await writeFile(join(folder.folder, 'portable/acme.zip'), writeZip(listed))
  }
  await write(acme, description)
  if (form === 'folder') await chmod(join(folder.folder, 'portable/acme/acme.mjs'), 0o755)
  const plugins = await folder.open({
    ...(trust === undefined ? {} : { trust: await openTrustFile(join(folder.folder, trust)) }),
    portable: {
      socketFolder: sockets,
      environment: { ACME_SOCKETS: sockets },
      restart: { firstMs: 1 },
    },
  })
  return {
    folder,
    plugins,
    sockets,
    async replace(text, json = description) {
      await write(text, json)
      await plugins.reload()
    },
  }
}

const rows = Array.from({ length: 2500 }, (_, n) => ({ n }))
const startSink = (plugins: UserPlugins, properties: object = {}): Promise<TestRun> =>
  startRules(plugins, [
    { rows, interval: 1, actions: [{ collector: { sendSingle: true, ...properties } }] },
  ])

interface Written {
  readonly version: string
  readonly n: number
}

async function written({ sockets }: World): Promise<readonly Written[]> {
  const text = await readFile(join(sockets, 'rows.txt'), 'utf8')
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const at = line.indexOf(':')
      const { n } = JSON.parse(line.slice(at + 1)) as { n: number }
      return { version: line.slice(0, at), n }
    })
}

/** All rows. A slow machine makes them slower than they should come. */
async function untilDone(rules: TestRun): Promise<void> {
  await rules.until('action/r0/0', ({ rowsOut }) => rowsOut >= rows.length / 2)
  const status = await rules.until('action/r0/0', ({ rowsOut }) => rowsOut === rows.length)
  expect(status).toMatchObject({ rowsIn: rows.length, dropped: 0, errors: 0, state: 'running' })
}

const more = async (rules: TestRun, node = 'action/r0/0'): Promise<void> => {
  const { rowsOut } = rules.status(node)
  await rules.until(node, (now) => now.rowsOut > rowsOut + 20)
}

test.each([
  ['folder', {}],
  ['zip', {}],
  ['zip', { requireAck: true, mode: 'ack' }],
] as const)(
  'replacing its %s at 1,000 rows/s with %j moves its sink, and every row is written once and in order',
  async (form, properties) => {
    const world = await open(form, version('0'))
    const rules = await startSink(world.plugins, properties)
    for (const name of ['1', '2', '3']) {
      await more(rules)
      await world.replace(version(name))
      expect(world.plugins.problems()).toEqual([])
    }
    await untilDone(rules)
    await vi.waitFor(async () => expect(await written(world)).toHaveLength(rows.length))
    const lines = await written(world)
    expect(lines.map(({ n }) => n)).toEqual(rows.map(({ n }) => n))
    expect([...new Set(lines.map((line) => line.version))]).toEqual(['0', '1', '2', '3'])
  },
  20_000,
)

test('its source moves, and every row that either version has sent is there in its order', async () => {
  const world = await open('zip', version('0'))
  const rules = await startRules(world.plugins, [
    {
      type: 'ticker',
      config: { mode: 'endless' },
      rows: [],
      actions: [{ nop: { sendSingle: true } }],
    },
  ])
  const got: string[] = []
  rules.run.observe('stream/s_r0', (event) => {
    if (event.kind === 'out') got.push(JSON.stringify([event.row['pid'], event.row['n']]))
  })
  await more(rules, 'stream/s_r0')
  await world.replace(version('1'))
  expect(world.plugins.problems()).toEqual([])
  await more(rules, 'stream/s_r0')
  await world.replace(version('2'))
  await more(rules, 'stream/s_r0')
  expect(rules.status('stream/s_r0')).toMatchObject({ errors: 0, state: 'running' })
  await rules.run.stop()
  const sent = (await readFile(join(world.sockets, 'sent.txt'), 'utf8')).trim().split('\n')
  expect(new Set(got.map((line) => line.split(',')[0])).size).toBe(3)
  expect(got).toEqual(sent.slice(0, got.length))
})

test('its function is called without a gap', async () => {
  const world = await open('folder', version('0'))
  const rules = await startRules(world.plugins, [
    { rows, interval: 1, sql: 'SELECT scale(1, 2) AS r FROM stream', actions: [{ nop: {} }] },
  ])
  const results = new Set<unknown>()
  rules.run.observe('action/r0/0', (event) => {
    if (event.kind === 'in') results.add(event.row['r'])
  })
  await more(rules, 'rule/r0')
  await world.replace(version('1').replace('value * factor', 'value * factor * 100'))
  await more(rules, 'rule/r0')
  expect([...results]).toEqual([2, 200])
  expect(rules.status('rule/r0')).toMatchObject({ errors: 0 })
})

test.each([
  ['ends at once', 'console.error("no licence"); process.exit(3)\n', undefined, /no licence/],
  [
    'refuses its sink',
    version('1').replace("if (mode === 'refuse')", 'if (true)'),
    undefined,
    /cannot start sink collector of rule r0: .*no such port/s,
  ],
  [
    'has no such sink any more',
    version('1'),
    description.replace('"collector"', '"other"'),
    /it has no sink collector any more/,
  ],
  ['cannot be read', version('1'), '{', /acme\.json/],
])(
  'a version that %s leaves the old one running and says why',
  async (_, acme, json, reason) => {
    const start = acme.startsWith('#!') ? '' : '#!/usr/bin/env node\n'
    const world = await open('zip', version('0'))
    const rules = await startSink(world.plugins)
    await more(rules)
    await world.replace(start + acme, json)
    expect(world.plugins.list()).toMatchObject([{ isOlderUsed: true }])
    expect(world.plugins.problems()[0]?.message).toMatch(reason)
    await more(rules)
    await world.replace(version('2'))
    expect(world.plugins.problems()).toEqual([])
    await untilDone(rules)
    await vi.waitFor(async () => expect(await written(world)).toHaveLength(rows.length))
    const lines = await written(world)
    expect(lines.map(({ n }) => n)).toEqual(rows.map(({ n }) => n))
    expect([...new Set(lines.map((line) => line.version))]).toEqual(['0', '2'])
  },
  20_000,
)

test('one that is not trusted yet waits, and takes over when it is', async () => {
  const world = await open('zip', version('0'), 'trusted.json')
  await world.plugins.trust('portable acme', false)
  const rules = await startSink(world.plugins)
  await more(rules)
  await world.replace(version('1'))
  expect(world.plugins.list()).toMatchObject([{ state: 'untrusted' }])
  await more(rules)
  expect(new Set((await written(world)).map((line) => line.version))).toEqual(new Set(['0']))
  await world.plugins.trust('portable acme', false)
  await more(rules)
  expect(rules.status('action/r0/0')).toMatchObject({ dropped: 0, errors: 0 })
  await vi.waitFor(async () => expect((await written(world)).at(-1)?.version).toBe('1'))
})

test('a rule that starts afterwards, and one that connects again, use the new version', async () => {
  const world = await open('zip', version('0'))
  const before = await startSink(world.plugins)
  await more(before)
  const components = world.plugins.plugins()
  await world.replace(version('1'))
  await before.run.stop()
  // What was offered before the change still works.
  const old: UserPlugins = { ...world.plugins, plugins: () => components, functions: () => [] }
  const after = await startSink(old)
  await more(after)
  await vi.waitFor(async () => expect((await written(world)).at(-1)?.version).toBe('1'))
})
