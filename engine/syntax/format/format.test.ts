import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Statement } from '../ast.ts'
import { tokenize } from '../lexer.ts'
import { parse } from '../parse.ts'
import { keywords } from '../token.ts'
import { format } from './format.ts'

/** The tree without its spans. */
function shapeOf(statement: Statement | undefined): string {
  return JSON.stringify(statement, (key, value: unknown) => {
    if (key.toLowerCase().endsWith('span')) return undefined
    return typeof value === 'bigint' ? `${value}n` : value
  })
}

const comments = (text: string): readonly string[] =>
  tokenize(text)
    .filter(({ kind }) => kind === 'comment')
    .map((token) => token.text.trimEnd())

test.each([
  ['select a,b from s where a>1 and b ! 2', 'SELECT a, b\nFROM s\nWHERE a > 1 AND b = 2'],
  ['SELECT a -5 , - 5, -.5 FROM s', 'SELECT a - 5, -5, -.5\nFROM s'],
  ['SELECT o - > p . q [ 0 ] , count ( * ) FROM s', 'SELECT o->p.q[0], count(*)\nFROM s'],
  ['SELECT * EXCEPT ( a ) FROM plant / + / temp', 'SELECT * EXCEPT(a)\nFROM plant/+/temp'],
  ['SELECT a -- first\n, b FROM s', 'SELECT a -- first\n  , b\nFROM s'],
  ['SELECT a FROM s ; what follows', 'SELECT a\nFROM s; what follows'],
  [
    'SELECT b FROM s GROUP BY TUMBLINGWINDOW ( SS , 10 )',
    'SELECT b\nFROM s\nGROUP BY TUMBLINGWINDOW(ss, 10)',
  ],
  [
    'CREATE STREAM s(a BIGINT,b ARRAY (FLOAT)) WITH(TYPE="x")',
    'CREATE STREAM s (a BIGINT, b ARRAY(FLOAT))\nWITH (TYPE = "x")',
  ],
  ['SELECT a b FROM s', 'SELECT a b FROM s'],
])('%j becomes %j', (text, expected) => {
  expect(format(text)).toBe(expected)
})

test('long lists and conditions are broken', () => {
  const names = Array.from({ length: 12 }, (_, index) => `column_${index}`)
  const text = `SELECT ${names.join(', ')} FROM s WHERE ${names.map((name) => `${name} BETWEEN 1 AND 2`).join(' AND ')}`
  const printed = format(text)
  expect(printed.split('\n')).toHaveLength(1 + 12 + 1 + 12)
  expect(shapeOf(parse(printed).statement)).toBe(shapeOf(parse(text).statement))
})

const operand = fc.constantFrom('a', 's.b', '`x y`', '1', '- 5', '2.5', '-.5', '.5', '"t"', "'u'", 'ss', 'true', 'abs(a)', '(a + 1)', 'a[0]', 'a[b:2]', 'o->p', 'CASE WHEN a > 1 THEN 2 ELSE 3 END') // prettier-ignore
const operator = fc.constantFrom('+', '-', '*', '/', '%', '=', '!=', '!', '<=', '> =', 'AND', 'or', '^', 'LIKE', '- >', '.') // prettier-ignore
const gap = fc.constantFrom(' ', '  ', '\n', ' /* c */ ', ' -- d\n', '\t')
const expression = fc
  .tuple(operand, fc.array(fc.tuple(operator, operand), { maxLength: 4 }), gap)
  .map(([first, rest, between]) => [first, ...rest.flat()].join(between))
const statement = fc
  .tuple(fc.array(expression, { minLength: 1, maxLength: 6 }), expression, gap)
  .map(([fields, where, between]) =>
    ['select', fields.join(between + ',' + between), 'from', 's', 'where', where].join(between),
  )

test('the formatted text parses to the same tree, keeps its comments and formats to itself', () => {
  fc.assert(
    fc.property(statement, (text) => {
      const printed = format(text)
      expect(shapeOf(parse(printed).statement)).toBe(shapeOf(parse(text).statement))
      expect(parse(printed).diagnostics.length).toBe(parse(text).diagnostics.length)
      expect(comments(printed)).toEqual(comments(text))
      expect(format(printed)).toBe(printed)
    }),
    { numRuns: 2000 },
  )
})

test('any text keeps its meaning', () => {
  const words = fc.array(
    fc.constantFrom(...keywords, 'a', '1', '(', ')', ',', '*', '.', '-', '"x"', '/*c*/'),
    { maxLength: 25 },
  )
  fc.assert(
    fc.property(words, (list) => {
      const text = `SELECT ${list.join(' ')}`
      expect(shapeOf(parse(format(text)).statement)).toBe(shapeOf(parse(text).statement))
    }),
  )
})
