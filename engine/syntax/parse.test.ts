import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Expression, SelectStatement } from './ast.ts'
import { keywords } from './token.ts'
import { parse } from './parse.ts'

/** An expression with parentheses around every operator: shows how it was read. */
function shape(node: Expression): string {
  switch (node.kind) {
    case 'integer':
    case 'float':
    case 'boolean':
      return String(node.value)
    case 'string':
      return JSON.stringify(node.value)
    case 'column':
      return node.qualifier === undefined ? node.name : `${node.qualifier.name}.${node.name}`
    case 'wildcard':
      return '*'
    case 'binary':
      return `(${shape(node.left)} ${node.operator} ${shape(node.right)})`
    case 'in':
      return `(${shape(node.left)} IN ${shape(node.right)})`
    case 'like':
      return `(${shape(node.operand)} LIKE ${shape(node.pattern)})`
    case 'between':
      return `(${shape(node.operand)} BETWEEN ${shape(node.low)} AND ${shape(node.high)})`
    case 'list':
      return `[${node.items.map(shape).join(' ')}]`
    case 'arrow':
      return `(${shape(node.left)} -> ${shape(node.member)})`
    case 'index':
      return `(${shape(node.left)} @ ${shape(node.index)})`
    case 'parenthesized':
      return `{${shape(node.expression)}}`
    case 'call':
      return `${node.name}(${node.arguments.map(shape).join(' ')})`
    default:
      return node.kind
  }
}

function select(text: string): SelectStatement {
  const { statement, diagnostics } = parse(text)
  expect(diagnostics).toEqual([])
  if (statement?.kind !== 'select') throw new Error('no SELECT')
  return statement
}

const expressionOf = (text: string): string =>
  shape(
    select(`SELECT ${text} FROM s`).fields[0]?.expression ?? {
      kind: 'error',
      span: { start: 0, end: 0 },
    },
  )

test.each([
  ['a + b * c - d', '((a + (b * c)) - d)'],
  ['2 * o->p', '((2 * o) -> p)'],
  ['a * arr[1]', '((a * arr) @ 1)'],
  ['i + arr[1]', '(i + (arr @ 1))'],
  ['i * o.x', '(i * o.x)'],
  ['i * o.deep.y', '((i * o.deep) -> y)'],
  ['a OR b AND c = d', '(a OR (b AND (c = d)))'],
  ['1 < a < 5', '((1 < a) < 5)'],
  ['a BETWEEN 1 AND 2 AND b', '((a BETWEEN 1 AND 2) AND b)'],
  ['a BETWEEN 1 AND 2 + 3', '(a BETWEEN ([1 2] + 3) AND ([1 2] + 3))'],
  ['x LIKE a[0]', '(x LIKE (a @ 0))'],
  ['a IN b->tags', '(a IN (b -> tags))'],
  ['a IN (b)', '(a IN [b])'],
  ['IN (1, 2)', '[1 2]'],
  ['m..a', '(m -> a)'],
  ['a. ', 'a'],
  ['a ! 2', '(a = 2)'],
  ['a - 5', '(a - 5)'],
  ['a * - 5', '(a * -5)'],
  ['123456789012345678901', '9223372036854775807'],
  ['a EXCEPT(b)', '(a EXCEPT {b})'],
  ['abs(a,)', 'abs(a)'],
  ['`*`', '*'],
])('%s is read as %s', (text, expected) => {
  expect(expressionOf(text)).toBe(expected)
})

test.each([
  ['SELECT * FROM pl ant', 'plant', undefined],
  ['SELECT * FROM plant/+/temp', 'plant/+/temp', undefined],
  ['SELECT * FROM m AS n o', 'mo', 'n'],
  ['SELECT * FROM m WERE', 'mWERE', undefined],
  ['SELECT a FROM', '', undefined],
])('%s reads stream %j', (text, name, alias) => {
  const { from } = select(text)
  expect([from.name, from.alias?.name]).toEqual([name, alias])
})

test.each([
  'SELECT * FROM m ORDER BY ,a,,b DESC',
  'SELECT * FROM m ORDER BY',
  'SELECT * EXCEPT(a b,) REPLACE(a * 2 AS a) FROM m',
  'SELECT a FROM m; what follows is ignored (((',
  'SELECT count(*) FROM m GROUP BY SLIDINGWINDOW(ss, 10) FILTER (WHERE a > 1) OVER (WHEN b > 1 PARTITION BY k)',
  'CREATE STREAM s (v STRUCT(x ARRAY(STRUCT(k STRING, v FLOAT))), w BIGINT DEFAULT -5,) WITH (TYPE="a",,SHARED=true FORMAT="json",)',
  'DROP STREAM s now please',
])('accepts %s', (text) => {
  expect(parse(text).diagnostics).toEqual([])
})

describe('errors', () => {
  test.each([
    ['SELECT a b FROM m', 'SQL1011', 'b'],
    ['SELECT a AS group FROM m', 'SQL1014', 'group'],
    ['SELECT * AS x FROM m', 'SQL1015', 'x'],
    ['SELECT -a FROM m', 'SQL1010', '-'],
    ['SELECT 1.2.3 FROM m', 'SQL1005', '1.2.3'],
    ['SELECT a? FROM m', 'SQL1002', '?'],
    ['SELECT "a\\d" FROM m', 'SQL1004', '"a\\d"'],
    ["SELECT 'a FROM m", 'SQL1003', "'a FROM m"],
    ['SELECT a FROM m /* x', 'SQL1006', '/* x'],
    ['SELECT a FROM m WHERE NOT b', 'SQL1010', 'NOT'],
    ['SELECT a FROM m LIMIT 1.5', 'SQL1043', '1.5'],
    ['SELECT CASE WHEN a THEN 1 END FROM m', 'SQL1031', 'a'],
    ['SELECT CASE a END FROM m', 'SQL1030', 'END'],
    ['SELECT a[1,2] FROM m', 'SQL1032', ','],
    ['SELECT a[99999999999999999999] FROM m', 'SQL1033', '99999999999999999999'],
    ['SELECT * FROM a CROSS JOIN b ON a.k = b.k', 'SQL1020', 'ON a.k = b.k'],
    ['SELECT * FROM a LEFT OUTER JOIN b', 'SQL1021', 'OUTER'],
    ['SELECT a FROM m LIMIT 1 ORDER BY a', 'SQL1013', 'ORDER'],
    ['SELECT a FROM m WHERE a IS NOT NULL', 'SQL1012', 'IS'],
    ['SELECT a FROM m GROUP BY TUMBLINGWINDOW("ss", 10)', 'SQL1040', '"ss"'],
    ['SELECT a FROM m GROUP BY COUNTWINDOW(2, 5)', 'SQL1040', '5'],
    ['SELECT a FROM m GROUP BY COUNTWINDOW(5) FILTER (a > 1)', 'SQL1041', 'a'],
    ['SELECT lag(a) OVER () FROM m', 'SQL1042', ')'],
    ['SELEKT a FROM m', 'SQL1001', 'SELEKT'],
    ['SHOW RULES', 'SQL1060', 'RULES'],
    ['CREATE STREAM s (a INT) WITH ()', 'SQL1061', 'INT'],
    ['CREATE STREAM s (a DATETIME DEFAULT "x") WITH ()', 'SQL1062', 'DEFAULT "x"'],
    ["CREATE STREAM s () WITH (FORMAT='json')", 'SQL1063', "'json'"],
  ])('%s: %s at %s', (text, code, at) => {
    const [first] = parse(text).diagnostics
    expect([first?.code, text.slice(first?.span.start, first?.span.end)]).toEqual([code, at])
  })

  test('several errors of one text are all reported', () => {
    const text =
      'SELECT a b, -c FROM m WHERE x = = 1 GROUP BY CASE WHEN k THEN 1 END HAVING ORDER BY a'
    const codes = parse(text).diagnostics.map((diagnostic) => diagnostic.code)
    expect(codes).toEqual(['SQL1011', 'SQL1010', 'SQL1031', 'SQL1010'])
  })

  test('a misspelt keyword has a fix', () => {
    const [first] = parse('SELECT temp FORM boiler').diagnostics
    expect(first?.fixes?.[0]?.edits[0]?.text).toBe('FROM')
  })
})

describe('absurd input', () => {
  test.each([
    ['parentheses', `SELECT ${'('.repeat(5000)}a${')'.repeat(5000)} FROM s`],
    ['calls', `SELECT ${'abs('.repeat(5000)}a FROM s`],
    ['arrays of arrays', `CREATE STREAM s (a ${'ARRAY('.repeat(5000)}BIGINT) WITH ()`],
    ['a chain of operators', `SELECT ${'a + '.repeat(200_000)}a FROM s`],
  ])('%s give a diagnostic', (_, text) => {
    expect(parse(text).diagnostics.some((diagnostic) => diagnostic.code === 'SQL1050')).toBe(true)
  })

  test('a list of 100,000 elements and a statement of a megabyte are read', () => {
    const list = Array.from({ length: 100_000 }, (_, index) => index).join(', ')
    expect(parse(`SELECT a FROM s WHERE a IN (${list})`).diagnostics).toEqual([])
    expect(parse(`SELECT a FROM s WHERE a = "${'x'.repeat(1_000_000)}"`).diagnostics).toEqual([])
  })

  const pieces = [...keywords, 'CREATE', 'STREAM', 'WITH', 'a', 'b.c', '*', ',', '(', ')', '[', ']', '->', '.', '1', '-1',
    '"x"', "'", '"', '`', '=', '-', '/', '+', '#', ';', ':', 'COUNTWINDOW', 'lag', '\0', 'é', '/*', '--'] // prettier-ignore
  test('never throws on random words, and every range lies inside the text', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...pieces), { maxLength: 40 }),
        fc.boolean(),
        (words, isSelect) => {
          const text = `${isSelect ? 'SELECT ' : ''}${words.join(' ')}`
          for (const { span } of parse(text).diagnostics) {
            expect(span.start).toBeGreaterThanOrEqual(0)
            expect(span.start).toBeLessThanOrEqual(span.end)
            expect(span.end).toBeLessThanOrEqual(text.length)
          }
        },
      ),
      { numRuns: 2000 },
    )
  })

  test('never throws on random characters', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void parse(`SELECT ${text}`)))
  })
})
