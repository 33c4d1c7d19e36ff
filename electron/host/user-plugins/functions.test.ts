import { expect, test } from 'vitest'
import { createFolder, startRules } from './testing/plugin-folder.ts'

const rows = [{ a: 1 }, { a: 2 }, { a: 3 }]
const results = async (
  files: Readonly<Record<string, string>>,
  sql: string,
  limits: { readonly callMs: number } = { callMs: 2000 },
): Promise<{ readonly values: readonly unknown[]; readonly errors: readonly string[] }> => {
  const plugins = await (await createFolder(files)).open({ limits })
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
    ({ rowsIn, rowsOut, errors: count }) => rowsIn === 3 && rowsOut + count >= 3,
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
  const folder = await createFolder({ 'functions/twice.mjs': 'export const twice = () => 1' })
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
  await folder.write('functions/twice.mjs', 'export const twice = () => 2')
  await plugins.reload()
  const { rowsOut } = rules.status('rule/r0')
  await rules.until('rule/r0', (now) => now.rowsOut > rowsOut + 5)
  expect([...seen]).toEqual([1, 2])
})
