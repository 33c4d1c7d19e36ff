import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { createFolder, startRules } from './testing/plugin-folder.ts'

/** A sink whose `collect` has this body; rows are `row.n`. */
const sink = (name: string, body: string): string =>
  `export class ${name} { configure() {} open(ctx) { this.ctx = ctx } ${body} close() {} }`

/** Writes every row to a file in its data folder. */
const writer = sink(
  'Good',
  `collect(ctx, row) { appendFileSync(ctx.resolvePath('out.txt'), JSON.stringify(row) + '\\n') }`,
)
const good = { 'sinks/Good.mjs': `import { appendFileSync } from 'node:fs'\n${writer}` }
const limits = { collectMs: 700, hangMs: 900, memoryMb: 200 }

const rows = Array.from({ length: 20 }, (_, n) => ({ n }))

const faults: readonly (readonly [string, string, RegExp])[] = [
  [
    'an infinite loop',
    'collect() { for (;;) ; }',
    /its collect took over 0\.7 s|did not come to an end/,
  ],
  [
    'a collect that never answers',
    'collect() { return new Promise(() => undefined) }',
    /its collect took over 0\.7 s/,
  ],
  ['process.exit', 'collect() { process.exit(4) }', /it called process\.exit\(4\)/],
  [
    'a killed process',
    "collect() { process.kill(process.pid, 'SIGKILL') }",
    /its process was ended by SIGKILL/,
  ],
  [
    'an unhandled rejection',
    "collect() { Promise.reject(new Error('forgotten')) }",
    /a promise was rejected and nothing handled it: forgotten/,
  ],
  [
    'an error in a timer',
    "collect() { setTimeout(() => { throw new Error('late') }) }",
    /an error was not caught: late/,
  ],
  [
    'a leak of objects',
    'async collect() { const kept = []; for (;;) { kept.push(new Array(10000).fill({})); if (kept.length % 50 === 0) await new Promise(setImmediate) } }',
    /JavaScript memory|MB of memory/,
  ],
  [
    'a leak of buffers',
    'async collect() { const kept = []; for (;;) { kept.push(Buffer.alloc(2 ** 22, 1)); await new Promise((go) => setTimeout(go, 5)) } }',
    /it uses \d+ MB of memory; it may use 200 MB/,
  ],
]
test.each(faults)('%s stops that plugin, and nothing else', async (name, body, reason) => {
  const folder = await createFolder({ ...good, 'sinks/Bad.mjs': sink('Bad', body) })
  const own = name.startsWith('a leak') ? { ...limits, collectMs: 10_000, hangMs: 10_000 } : limits
  const plugins = await folder.open({ limits: own })
  const rules = await startRules(plugins, [
    { rows, actions: [{ bad: { sendSingle: true } }, { good: { sendSingle: true } }] },
    { rows, actions: [{ good: { sendSingle: true } }] },
  ])
  const { message } = await rules.until('action/r0/0', ({ state }) => state === 'failed')
  expect(message).toMatch(reason)
  await rules.until('action/r0/1', ({ rowsOut }) => rowsOut === rows.length)
  await rules.until('action/r1/0', ({ rowsOut }) => rowsOut === rows.length)
  // Every row that was not written is counted.
  const bad = await rules.until('action/r0/0', (now) => now.rowsOut + now.dropped === rows.length)
  expect(bad.rowsIn).toBe(rows.length)
  expect(plugins.list()).toMatchObject([{ id: 'sink bad', state: 'stopped' }, { state: 'ready' }])
})

test('a plugin that was stopped starts again with the next rule', async () => {
  const folder = await createFolder({
    'sinks/Once.mjs': sink('Once', 'collect(ctx, { n }) { if (n === 13) process.exit(1) }'),
  })
  const plugins = await folder.open()
  const single = { sendSingle: true }
  const first = await startRules(plugins, [{ rows: [{ n: 13 }], actions: [{ once: single }] }])
  await first.until('action/r0/0', ({ state }) => state === 'failed')
  await first.run.stop()
  const next = await startRules(plugins, [
    { rows: [{ n: 1 }, { n: 2 }], actions: [{ once: single }] },
  ])
  await next.until('action/r0/0', ({ rowsOut, state }) => rowsOut === 2 && state === 'running')
  expect(plugins.list()).toMatchObject([{ state: 'ready' }])
})

test('a slow open is no fault, an endless one is', async () => {
  const folder = await createFolder({
    'sinks/Stuck.mjs': `export class Stuck { configure() {} open() { return new Promise(() => undefined) } collect() {} close() {} }`,
  })
  const plugins = await folder.open({ limits: { openMs: 300 } })
  const rules = await startRules(plugins, [{ rows, actions: [{ stuck: {} }] }])
  const { message } = await rules.until('action/r0/0', ({ state }) => state === 'failed')
  expect(message).toMatch(/its open took over 0\.3 s/)
})

test('rows that fail are lost alone, with the place in the file', async () => {
  const folder = await createFolder({
    'sinks/Picky.mjs': sink('Picky', "\ncollect(ctx, { n }) { if (n % 2) throw new Error('odd') }"),
  })
  const rules = await startRules(await folder.open(), [
    { rows, actions: [{ picky: { sendSingle: true } }] },
  ])
  const status = await rules.until('action/r0/0', (now) => now.rowsOut + now.dropped === 20)
  expect(status).toMatchObject({ rowsOut: 10, dropped: 10, errors: 10, state: 'running' })
  expect(status.lastError?.message).toMatch(/^odd \(.*Picky\.mjs:2\)$/)
})

test.each([
  ['a ConnectionError', "Object.assign(new Error('away'), { kind: 'connection-error' })"],
  ["Node's own error", "Object.assign(new Error('away'), { code: 'ECONNREFUSED' })"],
])('%s is tried again and no row is lost or out of order', async (_, error) => {
  const folder = await createFolder({
    'sinks/Flaky.mjs': `import { appendFileSync } from 'node:fs'
let calls = 0
${sink('Flaky', `collect(ctx, { n }) { calls += 1; if (calls % 3 === 0) throw ${error}; appendFileSync(ctx.resolvePath('out.txt'), n + ' ') }`)}`,
  })
  const rules = await startRules(await folder.open(), [
    { rows, actions: [{ flaky: { sendSingle: true, resendInterval: 1 } }] },
  ])
  await rules.until('action/r0/0', ({ rowsOut }) => rowsOut === rows.length)
  const text = await readFile(join(folder.folder, '.data/sink-flaky/out.txt'), 'utf8')
  expect(text.trim().split(' ').map(Number)).toEqual(rows.map(({ n }) => n))
})

test('a constructor gives each action its own, an instance is shared', async () => {
  const body = `n = 0; configure() {} open() {} collect(ctx) { this.n += 1; ctx.logger.info(ctx.operatorId + ' ' + this.n) } close() {}`
  const folder = await createFolder({
    'sinks/Own.mjs': `export class Own { ${body} }`,
    'sinks/Shared.mjs': `export const Shared = new (class { ${body} })()`,
  })
  const plugins = await folder.open()
  expect(plugins.list().map(({ type, isShared }) => [type, isShared])).toEqual([
    ['own', false],
    ['shared', true],
  ])
  const rules = await startRules(plugins, [
    { rows: [{ a: 1 }], actions: [{ own: {} }, { own: {} }, { shared: {} }, { shared: {} }] },
  ])
  for (const index of [0, 1, 2, 3]) {
    await rules.until(`action/r0/${String(index)}`, ({ rowsOut }) => rowsOut === 1)
  }
  const lines = rules.log.map(({ message }) => message)
  expect(lines).toEqual(expect.arrayContaining(['own_0 1', 'own_1 1']))
  expect(
    lines
      .filter((line) => line.startsWith('shared'))
      .map((line) => line.at(-1))
      .sort(),
  ).toEqual(['1', '2'])
})

test('a sink gets one row with sendSingle, else a list, and bytes where it says so', async () => {
  const tell =
    'collect(ctx, data) { ctx.logger.info(JSON.stringify(data instanceof Uint8Array ? new TextDecoder().decode(data) : data)) }'
  const folder = await createFolder({
    'sinks/Rows.mjs': sink('Rows', tell),
    'sinks/Bytes.mjs': sink('Bytes', `static accepts = 'bytes'; ${tell}`),
  })
  const rules = await startRules(await folder.open(), [
    {
      rows: [{ a: 1 }],
      actions: [
        { rows: { sendSingle: true } },
        { rows: {} },
        { bytes: { sendSingle: true, format: 'delimited' } },
      ],
    },
  ])
  for (const index of [0, 1, 2]) {
    await rules.until(`action/r0/${String(index)}`, ({ rowsOut }) => rowsOut === 1)
  }
  const said = new Map(rules.log.map(({ node, message }) => [node, message]))
  expect([0, 1, 2].map((index) => said.get(`action/r0/${String(index)}`))).toEqual([
    '{"a":1}',
    '[{"a":1}]',
    '"1"',
  ])
})

test('templates are rendered for each row, and the rule is named', async () => {
  const folder = await createFolder({
    'sinks/Tell.mjs': sink(
      'Tell',
      "collect(ctx, row, item) { ctx.logger.info([ctx.ruleId, ctx.operatorId, ctx.instanceId, item.properties.path].join(' ')) }",
    ),
  })
  const rules = await startRules(await folder.open(), [
    {
      id: 'plant',
      rows: [{ a: 'x' }, { a: 'y' }],
      actions: [{ tell: { path: 'to/{{.a}}', sendSingle: true } }],
    },
  ])
  await rules.until('action/plant/0', ({ rowsOut }) => rowsOut === 2)
  expect(rules.log.map(({ message }) => message)).toEqual([
    'plant tell_0 0 to/x',
    'plant tell_0 0 to/y',
  ])
})

test('state is kept across restarts of the rule and of the plugins', async () => {
  const folder = await createFolder({
    'sinks/Count.mjs': sink(
      'Count',
      "collect(ctx) { ctx.state.set('n', (ctx.state.get('n') ?? 0) + 1); ctx.logger.info('n=' + ctx.state.get('n')) }",
    ),
  })
  const seen: string[] = []
  for (let round = 0; round < 3; round += 1) {
    const plugins = await folder.open()
    const rules = await startRules(plugins, [{ rows: [{ a: 1 }], actions: [{ count: {} }] }])
    await rules.until('action/r0/0', ({ rowsOut }) => rowsOut === 1)
    seen.push(...rules.log.map(({ message }) => message))
    await rules.run.stop()
    await plugins.close()
  }
  expect(seen).toEqual(['n=1', 'n=2', 'n=3'])
})

test('the signal is aborted when the rule stops, and close comes last', async () => {
  const folder = await createFolder({
    'sinks/Slow.mjs': `export class Slow { configure() {}
open(ctx) { ctx.signal.addEventListener('abort', () => ctx.logger.info('aborted')) }
collect() {}
close(ctx) { ctx.logger.info('closed ' + ctx.signal.aborted) } }`,
  })
  const rules = await startRules(await folder.open(), [
    { rows: [{ a: 1 }], actions: [{ slow: {} }] },
  ])
  await rules.until('action/r0/0', ({ rowsOut }) => rowsOut === 1)
  await rules.run.stop()
  expect(rules.log.map(({ message }) => message)).toEqual(['aborted', 'closed true'])
})

/** Closes when the other one does; without the other it never does. */
const meeting = (name: string, own: string, other: string): string =>
  `import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
  export class ${name} {
    configure() {}
    open(ctx) { this.folder = ctx.resolvePath('..'); mkdirSync(this.folder, { recursive: true }) }
    collect() {}
    async close() {
      writeFileSync(this.folder + '/${own}', '')
      while (!existsSync(this.folder + '/${other}')) await new Promise((next) => setTimeout(next, 5))
    }
  }`

test('sources and sinks close side by side', async () => {
  const folder = await createFolder({
    'sinks/Left.mjs': meeting('Left', 'left', 'right'),
    'sinks/Right.mjs': meeting('Right', 'right', 'source'),
    'sources/Third.mjs': meeting('Third', 'source', 'left'),
  })
  const plugins = await folder.open({ limits: { closeMs: 5000 } })
  const rules = await startRules(plugins, [
    { rows: [{ a: 1 }], actions: [{ left: {} }, { right: {} }], type: 'third' },
  ])
  for (const node of ['action/r0/0', 'action/r0/1', 'stream/s_r0']) {
    await rules.until(node, ({ state }) => state === 'running')
  }
  await rules.run.stop()
  expect(rules.log.filter(({ message }) => message.includes('closing failed'))).toEqual([])
})

test('plugins that hang in close are stopped, all within one limit', async () => {
  const hangs = (name: string): string =>
    `export class ${name} { configure() {} open() {} collect() {} close() { return new Promise(() => undefined) } }`
  const folder = await createFolder({
    'sinks/One.mjs': hangs('One'),
    'sinks/Two.mjs': hangs('Two'),
  })
  const plugins = await folder.open({ limits: { closeMs: 50 } })
  const rules = await startRules(plugins, [
    { rows: [{ a: 1 }], actions: [{ one: {} }, { two: {} }] },
  ])
  for (const node of ['action/r0/0', 'action/r0/1']) {
    await rules.until(node, ({ rowsOut }) => rowsOut === 1)
  }
  await rules.run.stop()
  const reason = expect.stringMatching(/close took over 0\.05 s/) as string
  await vi.waitFor(() => {
    expect(plugins.list()).toMatchObject([
      { type: 'one', state: 'stopped', message: reason },
      { type: 'two', state: 'stopped', message: reason },
    ])
  })
})
