import { expect, test, vi } from 'vitest'
import { createFolder, startRules } from './testing/plugin-folder.ts'

const rows = [{ a: 1 }, { a: 2 }, { a: 3 }]
const results = async (
  files: Readonly<Record<string, string>>,
  sql: string,
  { callMs, rowsOut: expected }: { readonly callMs: number; readonly rowsOut?: number } = {
    callMs: 2000,
  },
): Promise<{ readonly values: readonly unknown[]; readonly errors: readonly string[] }> => {
  const plugins = await (await createFolder(files)).open({ limits: { callMs } })
  expect(plugins.problems()).toEqual([])
  const rules = await startRules(plugins, [{ rows, sql, actions: [{ nop: { sendSingle: true } }] }])
  const values: unknown[] = []
  rules.run.observe('action/r0/0', (event) => {
    if (event.kind === 'in') values.push(event.row['r'])
  })
  const errors: string[] = []
  rules.run.observe('rule/r0', (event) => {
    if (event.kind === 'error') errors.push(event.message)
  })
  await rules.until(
    'rule/r0',
    ({ rowsIn, rowsOut, errors: count }) => rowsIn === 3 && rowsOut + count >= (expected ?? 3),
  )
  return { values, errors }
}

const forms: readonly (readonly [string, string, string])[] = [
  ['a plain function', 'functions/twice.mjs', 'export function twice(n) { return n * 2 }'],
  [
    'a symbol in upper case',
    'functions/twice.ts',
    'export const Twice = (n: number): number => n * 2',
  ],
  ['CommonJS', 'functions/twice.cjs', 'module.exports = (n) => n * 2'],
  ['a class', 'functions/twice.mjs', 'export class Twice { exec([n]) { return n * 2 } }'],
  ['an async function', 'functions/twice.mjs', 'export async function twice(n) { return n * 2 }'],
]
test.each(forms)('%s is a function in SQL', async (_, path, code) => {
  expect(await results({ [path]: code }, 'SELECT twice(a) AS r FROM stream')).toEqual({
    values: [2, 4, 6],
    errors: [],
  })
})

test('a function that throws fails its row and no other', async () => {
  const code = "export function odd(n) { if (n === 2) throw new Error('even'); return n }"
  const { values, errors } = await results(
    { 'functions/odd.mjs': code },
    'SELECT odd(a) AS r FROM stream',
  )
  expect(values).toEqual([1, 3])
  expect(errors).toEqual([expect.stringMatching(/even \(.*odd\.mjs:1\)/)])
})

test.each([
  ['an infinite loop', 'for (;;) ;', /a call took over 0\.3 s/, 300],
  ['process.exit', 'process.exit(2)', /it called process\.exit\(2\)/, 1500],
  ['what no row can hold', 'return new Map()', /a Map, which no row can hold/, 20_000],
] as const)('%s in a function fails its row, says why, and the rule goes on', async (...row) => {
  const [, body, reason, callMs] = row
  const code = `export function bad(n) { if (n === 2) { ${body} } return n }`
  const { values, errors } = await results(
    { 'functions/bad.mjs': code },
    'SELECT bad(a) AS r FROM stream',
    { callMs },
  )
  expect(values[0]).toBe(1)
  expect(errors[0]).toMatch(reason)
})

test('new code of a function is used from the next row on', async () => {
  const folder = await createFolder({ 'functions/twice.mjs': 'export const twice = (n) => 1' })
  const plugins = await folder.open()
  const rules = await startRules(plugins, [
    {
      rows,
      loop: true,
      sql: 'SELECT twice(a) AS r FROM stream',
      actions: [{ nop: { sendSingle: true } }],
    },
  ])
  const seen = new Set<unknown>()
  rules.run.observe('action/r0/0', (event) => {
    if (event.kind === 'in') seen.add(event.row['r'])
  })
  await rules.until('rule/r0', ({ rowsOut }) => rowsOut > 5)
  await folder.write('functions/twice.mjs', 'export const twice = (n) => 2')
  await plugins.reload()
  const { rowsOut } = rules.status('rule/r0')
  await rules.until('rule/r0', (now) => now.rowsOut > rowsOut + 5)
  expect([...seen]).toEqual([1, 2])
})

const refusal = async (code: string, sql: string): Promise<string> => {
  const plugins = await (await createFolder({ 'functions/scale.mjs': code })).open()
  expect(plugins.problems()).toEqual([])
  const started = startRules(plugins, [{ rows, sql, actions: [{ nop: {} }] }])
  return started.then(
    () => '',
    (error: unknown) => String(error),
  )
}

test.each([
  ['an export', 'export const isAggregate = true; export const spread = (list) => SPREAD'],
  ['a static', 'export class Spread { static isAggregate = true; exec([list]) { return SPREAD } }'],
  [
    'a method',
    'export class Spread { isAggregate() { return true } exec([list]) { return SPREAD } }',
  ],
])('%s makes an aggregate, which gets its arguments as lists', async (_, code) => {
  const spread = 'Math.max(...list) - Math.min(...list)'
  const { values } = await results(
    { 'functions/spread.mjs': code.replace('SPREAD', spread) },
    'SELECT spread(a) AS r FROM stream GROUP BY COUNTWINDOW(3)',
    { callMs: 2000, rowsOut: 1 },
  )
  expect(values).toEqual([2])
})

test.each([
  [
    'its own reason',
    "if (args.length !== 2) throw new Error('scale takes a value and a factor')",
    /scale: scale takes a value and a factor \(.*scale\.mjs:1\)/,
  ],
  ['a text', "if (args[0].kind !== 'literal') return 'only literals'", /scale: only literals/],
  [
    'what the arguments are',
    'return JSON.stringify(args)',
    /scale: \[{"kind":"column","name":"a"}\]/,
  ],
])('validate refuses a call with %s before the rule starts', async (_, body, expected) => {
  const code = `export class Scale { validate(args) { ${body} } exec() { return 1 } }`
  expect(await refusal(code, 'SELECT scale(a) AS r FROM stream')).toMatch(expected)
})

test.each([
  [
    'export const scale = (value, factor = 2) => value',
    'scale()',
    /at least 1 arguments but found 0/,
  ],
  [
    'export const scale = (value, factor = 2) => value',
    'scale(1, 2, 3)',
    /at most 2 arguments but found 3/,
  ],
  ['export function scale(...all) { return 1 }', 'scale()', /^$/],
  ['export function scale() { return arguments.length }', 'scale(1, 2)', /^$/],
  [
    "export class Scale { static signatures = 'scale(value)'; exec() {} }",
    'scale()',
    /Expect 1 arguments/,
  ],
])('the number of arguments is that of %s', async (code, call, expected) => {
  expect(await refusal(code, `SELECT ${call} AS r FROM stream`)).toMatch(expected)
})

test.each([
  [
    'export const isAggregate = 1; export const scale = () => 1',
    /isAggregate is 1; it may be true or false/,
  ],
  [
    "export const signatures = 'other(x)'; export const scale = () => 1",
    /signatures is "other\(x\)"/,
  ],
])('%s is a bad function', async (code, expected) => {
  const plugins = await (await createFolder({ 'functions/scale.mjs': code })).open()
  expect(plugins.problems()[0]?.message).toMatch(expected)
  expect(plugins.functions()).toEqual([])
})

test('each call has a state, a number and an instance of its own; state outlives new code', async () => {
  const code = (step: number) => `export class Tally {
    fields = 0
    exec(args, ctx) {
      const state = (ctx.state.get('n') ?? 0) + ${String(step)}
      ctx.state.set('n', state)
      this.fields += 1
      return { state, fields: this.fields, id: ctx.functionId, rule: ctx.ruleId }
    }
  }`
  const folder = await createFolder({ 'functions/tally.mjs': code(1) })
  const plugins = await folder.open()
  const run = async (): Promise<readonly unknown[]> => {
    const rules = await startRules(plugins, [
      {
        rows,
        sql: 'SELECT tally(a) AS first, abs(tally(a)->state) AS second FROM stream',
        actions: [{ nop: { sendSingle: true } }],
      },
    ])
    const seen: unknown[] = []
    rules.run.observe('action/r0/0', (event) => {
      if (event.kind === 'in') seen.push({ ...event.row })
    })
    await rules.until('rule/r0', ({ rowsOut }) => rowsOut === 3)
    return seen
  }
  const first = await run()
  expect(first.at(-1)).toEqual({ first: { state: 3, fields: 3, id: 0, rule: 'r0' }, second: 3 })
  await folder.write('functions/tally.mjs', code(10))
  await plugins.reload()
  const second = await run()
  expect(second.at(-1)).toEqual({ first: { state: 33, fields: 3, id: 0, rule: 'r0' }, second: 33 })
})

test('what a function logs or prints is a line of the log', async () => {
  const code = `export class Say { exec([n], ctx) { ctx.logger.warn('got', { n }); console.log('printed', n); return n } }`
  const folder = await createFolder({ 'functions/say.mjs': code })
  const plugins = await folder.open()
  const rules = await startRules(plugins, [
    { rows, sql: 'SELECT say(a) AS r FROM stream', actions: [{ nop: {} }] },
  ])
  await rules.until('rule/r0', ({ rowsOut }) => rowsOut === 3)
  expect(folder.lines).toContain('warn say: rule r0: got {"n":1}')
  await vi.waitFor(() => expect(folder.lines).toContain('info say: printed 3'), { timeout: 5000 })
})

test('functions come and go with their files', async () => {
  const folder = await createFolder({ 'functions/twice.mjs': 'export const twice = (n) => n * 2' })
  const plugins = await folder.open()
  const described = () => plugins.functions().map(({ description }) => description)
  expect(described()).toEqual([
    {
      name: 'twice',
      kind: 'scalar',
      signatures: ['twice(n)'],
      summary: 'Your function Twice.',
      arguments: { least: 1, most: 1 },
    },
  ])
  await folder.write(
    'functions/twice.mjs',
    "export const summary = 'Two times.'; export const isAggregate = true; export const twice = (list, by = 2) => 1",
  )
  await plugins.reload()
  expect(described()).toMatchObject([
    { kind: 'aggregate', signatures: ['twice(list, by?)'], summary: 'Two times.' },
  ])
  await folder.remove('functions/twice.mjs')
  await plugins.reload()
  expect(described()).toEqual([])
})
