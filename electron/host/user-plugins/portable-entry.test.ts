import { cp, mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { testPluginFolder } from '../portable/test-plugin/open-plugin.ts'
import { builtinNames, openTrustFile } from './index.ts'
import type { UserPlugins } from './index.ts'
import { createFolder, startRules } from './testing/plugin-folder.ts'

test('a portable plugin of eKuiper is offered once it is trusted, and its sink takes rows', async () => {
  const folder = await createFolder()
  await cp(testPluginFolder, join(folder.folder, 'portable/acme'), { recursive: true })
  const trust = await openTrustFile(join(folder.folder, 'trusted.json'))
  const sockets = await mkdtemp(join(tmpdir(), 'acme-'))
  const plugins = await folder.open({
    trust,
    portable: { socketFolder: sockets, environment: { ACME_SOCKETS: sockets } },
  })
  expect(plugins.list()).toMatchObject([{ id: 'portable acme', state: 'untrusted' }])
  expect(plugins.plugins()).toEqual([])

  await plugins.trust('portable acme', false)
  expect(plugins.list()).toMatchObject([{ kind: 'portable', state: 'ready' }])
  const types = plugins.plugins().flatMap(({ components }) => components.map(({ type }) => type))
  expect(types).toContain('collector')
  const rules = await startRules(plugins, [
    { rows: [{ a: 1 }, { a: 2 }], actions: [{ collector: { path: 'x', sendSingle: true } }] },
  ])
  await rules.until('action/r0/0', ({ rowsOut }) => rowsOut === 2)
})

test('a portable plugin that cannot be read is reported and harms nothing else', async () => {
  const folder = await createFolder({
    'portable/broken/broken.json': '{ "language": "cobol" }',
    'sinks/Good.mjs': 'export class Good { configure() {} open() {} collect() {} close() {} }',
  })
  const plugins = await folder.open()
  expect(plugins.problems()).toMatchObject([
    { message: expect.stringMatching(/must be "python" or "go"/) as string },
  ])
  expect(plugins.plugins().map(({ id }) => id)).toEqual(['user.sink.good'])
})

/** The test plugin under this name with its sockets in a folder of its own. */
async function openAcme(files: Readonly<Record<string, string>> = {}, environment = {}) {
  const folder = await createFolder()
  await cp(testPluginFolder, join(folder.folder, 'portable/acme'), { recursive: true })
  for (const [path, text] of Object.entries(files)) await folder.write(path, text)
  const sockets = await mkdtemp(join(tmpdir(), 'acme-'))
  const plugins = await folder.open({
    taken: builtinNames(),
    portable: {
      socketFolder: sockets,
      environment: { ACME_SOCKETS: sockets, ...environment },
      restart: { firstMs: 1 },
      limits: { functionMs: 500 },
    },
  })
  return { folder, plugins }
}

const rows = [{ a: 1 }, { a: 2 }, { a: 3 }]

async function results(plugins: UserPlugins, sql: string, expected = 3) {
  const rules = await startRules(plugins, [{ rows, sql, actions: [{ nop: { sendSingle: true } }] }])
  const values: unknown[] = []
  rules.run.observe('action/r0/0', (event) => {
    if (event.kind === 'in') values.push(event.row['r'])
  })
  const errors: string[] = []
  rules.run.observe('rule/r0', (event) => {
    if (event.kind === 'error') errors.push(event.message)
  })
  await rules.until('rule/r0', ({ rowsIn, rowsOut, errors: count }) => {
    return rowsIn === 3 && rowsOut + count >= expected
  })
  await rules.run.stop()
  return { values, errors }
}

test('a sink or source with a name that is taken is not used, and said so', async () => {
  const { plugins } = await openAcme({
    'sinks/Collector.mjs':
      'export class Collector { configure() {} open() {} collect() {} close() {} }',
    'sources/ticker.so': '',
  })
  const kinds = plugins.plugins().map(({ id, components }) => {
    return `${id}: ${components.map(({ type }) => type).join(', ')}`
  })
  // What can run stands in for a native plugin.
  expect(kinds).toEqual(['user.sink.collector: collector', 'user.portable.acme: ticker'])
  expect(plugins.folderProblems()).toMatchObject([
    { message: expect.stringMatching(/its sink "collector" is already provided by/) as string },
  ])
  const folder = await createFolder()
  await cp(testPluginFolder, join(folder.folder, 'portable/acme'), { recursive: true })
  const other = await folder.open({ taken: new Set(['source ticker']) })
  expect(other.folderProblems()).toMatchObject([
    { message: 'its source "ticker" is built in, which is used instead' },
  ])
})

test('its source and sink are told what an eKuiper server tells them', async () => {
  const { plugins } = await openAcme()
  const action = { path: 'x', sendSingle: true, requireAck: false, bufferLength: 5, own: [1] }
  const rules = await startRules(plugins, [
    { id: 'main', type: 'ticker', rows: [], actions: [{ collector: action }] },
  ])
  await rules.until('action/main/0', ({ rowsOut }) => rowsOut === 4)
  const seen = plugins.functions().find(({ description }) => description.name === 'seen')
  if (seen?.definition.kind !== 'scalar') throw new Error('the function is missing')
  const { starts } = seen.definition.evaluate([], noContext) as unknown as { starts: object[] }
  expect(starts).toEqual([
    {
      symbolName: 'collector',
      meta: { ruleId: 'main', opId: 'collector_0', instanceId: 0 },
      config: action,
    },
    {
      symbolName: 'ticker',
      meta: { ruleId: 'main', opId: 's_main', instanceId: 0 },
      // As recorded: what the stream does not say is there as well.
      config: {
        count: 4,
        gap: 50,
        datasource: '',
        delimiter: '',
        format: 'json',
        key: '',
        retainSize: 0,
        schemaId: '',
        strictValidation: false,
        timestamp: '',
        timestampFormat: '',
      },
    },
  ])
})

const noContext = { ruleId: 'r', ruleStart: 0, now: () => 0, random: () => 0, newId: () => '' }

describe('functions of a portable plugin in SQL', () => {
  test('are known with what they take, and called for every row', async () => {
    const { plugins } = await openAcme()
    expect(plugins.functions().map(({ description }) => description)).toMatchObject([
      { name: 'scale', kind: 'scalar', signatures: ['scale(value, factor)'] },
      { name: 'seen', kind: 'scalar' },
      { name: 'spread', kind: 'aggregate', signatures: ['spread(...)'] },
    ])
    const { values } = await results(plugins, 'SELECT scale(a, 10) + scale(a, 1) AS r FROM stream')
    expect(values).toEqual([11, 22, 33])
  })

  test('an aggregate gets the values of a group as a list', async () => {
    const { plugins } = await openAcme()
    const sql = 'SELECT spread(a) AS r FROM stream GROUP BY COUNTWINDOW(3)'
    expect((await results(plugins, sql, 1)).values).toEqual([2])
  })

  test.each([
    [
      'is refused fails its row with the text of the plugin',
      -2,
      'call func scale error: negative factor',
    ],
    [
      'that hangs fails at its limit',
      -1,
      'call func scale error: plugin acme: gave no answer within 0.5 s',
    ],
    [
      'that ends the plugin fails at once',
      -3,
      'call func scale error: plugin acme: the plugin ended during the call',
    ],
  ])('a call that %s, and the rule goes on', async (_, factor, message) => {
    const { plugins } = await openAcme()
    const sql = `SELECT scale(a, CASE WHEN a = 1 THEN ${String(factor)} ELSE 2 END) AS r FROM stream`
    const { errors } = await results(plugins, sql)
    expect(errors[0]?.endsWith(`err:${message}`), errors[0]).toBe(true)
    await vi.waitFor(
      async () => {
        const { values } = await results(plugins, 'SELECT scale(a, 2) AS r FROM stream')
        expect(values).toEqual([2, 4, 6])
      },
      { timeout: 10_000 },
    )
  })

  test('two rules share a function, each with its own calls and its own failures', async () => {
    const { plugins } = await openAcme()
    const actions = [{ nop: { sendSingle: true } }]
    const rules = await startRules(plugins, [
      { id: 'good', rows, actions, sql: 'SELECT scale(a, 10) AS r FROM stream' },
      { id: 'bad', rows, actions, sql: 'SELECT scale(a, -2) AS r FROM stream' },
    ])
    const values: unknown[] = []
    rules.run.observe('action/good/0', (event) => {
      if (event.kind === 'in') values.push(event.row['r'])
    })
    await rules.until('rule/good', ({ rowsOut }) => rowsOut === 3)
    expect(values).toEqual([10, 20, 30])
    await rules.until('rule/bad', ({ errors }) => errors === 3)
    expect(rules.status('rule/good').errors).toBe(0)
  })

  test('null is a result, and a column that is missing is an argument', async () => {
    const { plugins } = await openAcme()
    const sql = 'SELECT isnull(scale(missing, 0.5)) AS r FROM stream'
    expect((await results(plugins, sql)).values).toEqual([true, true, true])
  })

  test.each([
    ['scale(a)', 'scale: scale takes a value and a factor'],
    ['SCALE(a, 1)', 'SCALE: eKuiper knows it as scale, upper and lower case included.'],
  ])('%s is refused before the rule starts', async (call, message) => {
    const { plugins } = await openAcme()
    await expect(results(plugins, `SELECT ${call} AS r FROM stream`)).rejects.toThrow(message)
  })

  test('of a plugin that cannot be started say why', async () => {
    const { plugins } = await openAcme({}, { ACME_FAIL: 'no licence' })
    expect(plugins.list()).toMatchObject([
      { state: 'stopped', message: expect.stringContaining('no licence') as string },
    ])
    await expect(results(plugins, 'SELECT scale(a, 1) AS r FROM stream')).rejects.toThrow(
      /scale: plugin acme: exit status 3; its last output: no licence/,
    )
  })

  test('of a changed plugin are used from the next row on, also by a rule that runs', async () => {
    const { plugins, folder } = await openAcme()
    const rules = await startRules(plugins, [
      {
        rows,
        loop: true,
        sql: 'SELECT scale(1, 2) AS r FROM stream',
        actions: [{ nop: { sendSingle: true } }],
      },
    ])
    const seen = new Set<unknown>()
    rules.run.observe('action/r0/0', (event) => {
      if (event.kind === 'in') seen.add(event.row['r'])
    })
    await rules.until('rule/r0', ({ rowsOut }) => rowsOut > 5)
    const code = await readFile(join(testPluginFolder, 'acme.mjs'), 'utf8')
    await folder.write(
      'portable/acme/acme.mjs',
      code.replace('value * factor', 'value * factor * 100'),
    )
    await plugins.reload()
    await vi.waitFor(() => expect([...seen]).toEqual([2, 200]), { timeout: 10_000 })
  })

  test('a name that is taken stays with the first', async () => {
    const { plugins } = await openAcme({ 'functions/scale.mjs': 'export const scale = (n) => n' })
    expect(
      plugins.functions().filter(({ description }) => description.name === 'scale'),
    ).toHaveLength(1)
    expect(plugins.folderProblems()).toMatchObject([
      { message: expect.stringMatching(/its function "scale" is already provided by/) as string },
    ])
    const builtin = await createFolder({ 'functions/abs.mjs': 'export const abs = (n) => n' })
    expect((await builtin.open({ taken: builtinNames() })).problems()).toMatchObject([
      { message: expect.stringMatching(/the function "abs" is built in/) as string },
    ])
  })
})
