import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from '#engine/api'
import { createFolder, startRules } from './testing/plugin-folder.ts'
import type { UserPlugins } from './index.ts'

/** Writes `version:n` for every row, and what happens to it. */
const writer = (version: string, extra = ''): string => `import { appendFileSync } from 'node:fs'
export class Writer {
  configure() {}
  open(ctx) { this.file = ctx.resolvePath('out.txt'); this.note('open') ${extra} }
  collect(ctx, { n }) { this.note(n) }
  close() { this.note('close') }
  note(text) { appendFileSync(this.file, '${version}:' + text + '\\n') }
}`

const changed = (plugins: UserPlugins): Promise<void> =>
  new Promise((resolve) => {
    const end = plugins.onChange(() => {
      end()
      resolve()
    })
  })

const count = 3000
const rows = Array.from({ length: count }, (_, n) => ({ n }))

test('saving swaps the plugin at 1,000 rows/s, and every row is written once and in order', async () => {
  const folder = await createFolder({ 'sinks/Writer.mjs': writer('0') })
  const plugins = await folder.open({ watch: true })
  const rules = await startRules(plugins, [
    { rows, interval: 1, actions: [{ writer: { sendSingle: true } }] },
  ])
  for (let version = 1; version <= 4; version += 1) {
    const { rowsOut } = rules.status('action/r0/0')
    await rules.until('action/r0/0', (now) => now.rowsOut > rowsOut)
    const isSwapped = changed(plugins)
    await folder.write('sinks/Writer.mjs', writer(String(version)))
    await isSwapped
    expect(plugins.problems()).toEqual([])
  }
  const status = await rules.until('action/r0/0', ({ rowsOut }) => rowsOut === count)
  expect(status).toMatchObject({ rowsIn: count, dropped: 0, errors: 0, state: 'running' })
  const lines = (await readFile(join(folder.folder, '.data/sink-writer/out.txt'), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => line.split(':'))
  const written = lines.filter(([, text]) => text !== 'open' && text !== 'close')
  expect(written.map(([, n]) => Number(n))).toEqual(rows.map(({ n }) => n))
  const events = lines.filter(([, text]) => text === 'open' || text === 'close')
  expect(events.map((event) => event.join(' '))).toEqual([
    ...['0 open', '0 close', '1 open', '1 close', '2 open', '2 close', '3 open', '3 close'],
    '4 open',
  ])
})

const failing: readonly (readonly [string, string, RegExp])[] = [
  ['does not parse', 'export class Writer {', /end of file/],
  ['throws when it is loaded', "throw new Error('half done')", /half done/],
  [
    'throws in configure',
    "export class Writer { configure() { throw new Error('half done') } open() {} collect() {} close() {} }",
    /half done/,
  ],
  ['throws in open', writer('1', "; throw new Error('half done')"), /half done/],
  ['ends its process in open', writer('1', '; process.exit(1)'), /process\.exit\(1\)/],
  [
    'takes other data',
    writer('1').replace('configure', "static accepts = 'bytes'; configure"),
    /it deals in bytes now; stop the rules/,
  ],
]
test.each(failing)(
  'a version that %s leaves the old one running and says why',
  async (_, code, reason) => {
    const folder = await createFolder({ 'sinks/Writer.mjs': writer('0') })
    const plugins = await folder.open()
    const rules = await startRules(plugins, [
      { rows, interval: 1, actions: [{ writer: { sendSingle: true } }] },
    ])
    await rules.until('action/r0/0', ({ rowsOut }) => rowsOut > 10)
    await folder.write('sinks/Writer.mjs', code)
    await plugins.reload()
    expect(plugins.problems()).toMatchObject([
      { message: expect.stringMatching(/; the version before it goes on$/) as string },
    ])
    expect(plugins.list()[0]?.message).toMatch(reason)
    const { rowsOut } = rules.status('action/r0/0')
    const status = await rules.until('action/r0/0', (now) => now.rowsOut > rowsOut + 10)
    expect(status).toMatchObject({ dropped: 0, errors: 0, state: 'running' })

    await folder.write('sinks/Writer.mjs', writer('2'))
    await plugins.reload()
    expect(plugins.problems()).toEqual([])
  },
)

test('a plugin that was stopped runs again under its rule once it is mended', async () => {
  const bad = writer('0').replace('this.note(n)', 'process.exit(1)')
  const folder = await createFolder({ 'sinks/Writer.mjs': bad })
  const plugins = await folder.open()
  const rules = await startRules(plugins, [
    { rows, interval: 1, actions: [{ writer: { sendSingle: true } }] },
  ])
  await rules.until('action/r0/0', ({ state }) => state === 'failed')
  await folder.write('sinks/Writer.mjs', writer('1'))
  await plugins.reload()
  const status = await rules.until('action/r0/0', ({ rowsOut }) => rowsOut > 10)
  expect(status.state).toBe('running')
})

test('the schema follows the file, and state goes on in the new version', async () => {
  const code = (
    title: string,
  ): string => `export const properties = { type: 'object', properties: { path: { type: 'string', title: '${title}' } } }
export class Counter {
  configure() {} open() {} close() {}
  collect(ctx) { ctx.state.set('n', (ctx.state.get('n') ?? 0) + 1); ctx.logger.info('${title} ' + ctx.state.get('n')) }
}`
  const folder = await createFolder({ 'sinks/Counter.mjs': code('Path') })
  const plugins = await folder.open()
  const path = (): unknown =>
    z.toJSONSchema(plugins.plugins()[0]?.components[0]?.properties ?? z.never()).properties?.[
      'path'
    ]
  expect(path()).toMatchObject({ title: 'Path' })
  const rules = await startRules(plugins, [
    { rows, interval: 1, actions: [{ counter: { sendSingle: true } }] },
  ])
  await rules.until('action/r0/0', ({ rowsOut }) => rowsOut > 5)
  await folder.write('sinks/Counter.mjs', code('Folder'))
  await plugins.reload()
  expect(path()).toMatchObject({ title: 'Folder' })
  await rules.until('action/r0/0', ({ rowsOut }) => rowsOut > 100)
  const numbers = rules.log.flatMap(
    ({ message }) => /^(?:Path|Folder) (\d+)$/.exec(message)?.[1] ?? [],
  )
  expect(numbers.slice(0, 100).map(Number)).toEqual(Array.from({ length: 100 }, (_, n) => n + 1))
})

test('a plugin that is added or removed is noticed', async () => {
  const folder = await createFolder({ 'sinks/Writer.mjs': writer('0') })
  const plugins = await folder.open({ watch: true })
  const isAdded = changed(plugins)
  await folder.write('sinks/Other.mjs', writer('0').replace('Writer', 'Other'))
  await isAdded
  expect(plugins.list().map(({ type }) => type)).toEqual(['other', 'writer'])
  const isRemoved = changed(plugins)
  await folder.remove('sinks/Writer.mjs')
  await isRemoved
  expect(plugins.list().map(({ type }) => type)).toEqual(['other'])
})
