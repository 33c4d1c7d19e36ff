import { describe, expect, test } from 'vitest'
import { emptyCatalog, executeStatement } from '../catalog/catalog.ts'
import { createFunctionCatalog } from '../functions/index.ts'
import type { SelectStatement } from '../syntax/ast.ts'
import type { Diagnostic } from '../syntax/diagnostic.ts'
import { parse } from '../syntax/parse.ts'
import { bindSelect, type BindResult } from './bind-select.ts'
import type { ColumnBinding } from './bound.ts'
import { checkCrashes } from './crashes/check-crashes.ts'
import type { BindOptions } from './environment.ts'
import { findTraps } from './traps/find-traps.ts'

const functions = createFunctionCatalog()
const catalog = [
  'CREATE STREAM undecoded (a BIGINT) WITH (TYPE="simulator")',
  'CREATE STREAM typed (a BIGINT, b STRING, v STRUCT(x BIGINT)) WITH (TYPE="x")',
  'CREATE STREAM other (a BIGINT, c FLOAT) WITH (TYPE="x")',
  'CREATE STREAM loose () WITH (TYPE="x")',
  'CREATE STREAM wild () WITH (TYPE="x")',
  'CREATE STREAM spare () WITH (TYPE="x", TEMP="true")',
].reduce((known, statement) => executeStatement(known, statement).catalog, emptyCatalog)

function select(text: string): SelectStatement {
  const { statement, diagnostics } = parse(text)
  expect(diagnostics).toEqual([])
  if (statement?.kind !== 'select') throw new Error('no SELECT')
  return statement
}

function bind(text: string, options: BindOptions = {}): BindResult {
  return bindSelect(select(text), { catalog, functions: (name) => functions.find(name), options })
}

const codes = (diagnostics: readonly Diagnostic[]): readonly string[] =>
  diagnostics.map(({ code }) => code)

const window = 'GROUP BY TUMBLINGWINDOW(ss, 1)'

describe('refusals', () => {
  test.each([
    ['SELECT * FROM nowhere', 'SQL2001'],
    ['SELECT z FROM typed', 'SQL2002'],
    ['SELECT A FROM typed', 'SQL2008'],
    ['SELECT typed.z FROM typed', 'SQL2002'],
    ['SELECT q.a FROM typed', 'SQL2002'],
    ['SELECT typed.* FROM typed', 'SQL2002'],
    [`SELECT a FROM typed INNER JOIN other ON typed.a = other.a ${window}`, 'SQL2003'],
    ['SELECT x.a FROM typed AS x', 'SQL2004'],
    ['SELECT a AS x, b AS X FROM loose', 'SQL2005'],
    ['SELECT a AS x, x FROM loose', 'SQL2006'],
    ['SELECT abs(a), abs(b) FROM loose', 'SQL2006'],
    ['SELECT y + 1 AS x, x + 1 AS y FROM loose', 'SQL2007'],
    ['SELECT z + 1 AS z FROM typed', 'SQL2002'],
    ['SELECT t * 2 AS d, a AS t FROM typed', 'SQL2002'],
    ['SELECT a FROM spare', 'SQL2009'],
    ['SELECT nope(a) FROM loose', 'SQL2020'],
    ['SELECT power(a) FROM loose', 'SQL2021'],
    ['SELECT abs("x") FROM loose', 'SQL2021'],
    ['SELECT abs(a) OVER (PARTITION BY b) FROM loose', 'SQL2022'],
    ['SELECT lag(a) OVER (ORDER BY b) FROM loose', 'SQL2022'],
    [`SELECT a FROM loose ${window} HAVING row_number() > 1 AND count(*) > 1`, 'SQL2023'],
    ['SELECT meta(* EXCEPT(a)) FROM loose', 'SQL2024'],
    ['SELECT a FROM loose WHERE a LIKE "[("', 'SQL2025'],
    ['SELECT a FROM loose GROUP BY sum(a), COUNTWINDOW(2)', 'SQL2030'],
    ['SELECT sum(a) AS t FROM loose GROUP BY t, COUNTWINDOW(2)', 'SQL2030'],
    ['SELECT a FROM loose GROUP BY SLIDINGWINDOW(ss, 1) OVER (WHEN count(*) > 1)', 'SQL2030'],
    [`SELECT avg(sum(a)) FROM loose ${window}`, 'SQL2031'],
    [`SELECT a FROM loose ${window} HAVING a > 1`, 'SQL2032'],
    ['SELECT a FROM loose GROUP BY a', 'SQL2033'],
    [`SELECT last_hit_count() FROM loose ${window}`, 'SQL2034'],
    ['SELECT unnest(a), unnest(b) AS c FROM loose', 'SQL2035'],
    ['SELECT abs(unnest(a)) FROM loose', 'SQL2035'],
    ['SELECT a FROM loose WHERE unnest(a) > 1', 'SQL2035'],
    ['SELECT a[3:1] FROM loose', 'SQL2036'],
  ])('%s: %s', (text, code) => {
    const { bound, diagnostics } = bind(text)
    expect(bound).toBeUndefined()
    expect(codes(diagnostics)).toContain(code)
  })

  test('options', () => {
    expect(codes(bind('SELECT a FROM spare', { isTemporary: true }).diagnostics)).toEqual([])
    expect(
      codes(bind('SELECT a FROM loose ORDER BY a', { useSliceTuple: true }).diagnostics),
    ).toEqual(['SQL2041'])
    expect(
      codes(
        bind('SELECT y + 1 AS x, x + 1 AS y FROM loose', { disableAliasRefCal: true }).diagnostics,
      ),
    ).toEqual([])
  })
})

test.each([
  'SELECT a FROM typed WHERE z > 1 AND a > 1',
  `SELECT b FROM typed INNER JOIN other ON a = other.a ${window}`,
  'SELECT * , A FROM typed',
  'SELECT unnest(a) FROM loose WHERE unnest(b) = 1;',
  `SELECT a FROM loose ${window} HAVING (a > 1)`,
  'SELECT a[-1:-3] FROM loose',
  'SELECT a AS x, b AS x, c AS y FROM typed INNER JOIN loose ON typed.a = loose.a GROUP BY COUNTWINDOW(1)',
])('accepted as in eKuiper: %s', (text) => {
  const { diagnostics } = bind(text)
  expect(codes(diagnostics).filter((code) => code !== 'SQL2006')).toEqual([])
})

/** How the last reference to `name` is bound. */
function bindingOf(text: string, name: string): ColumnBinding | undefined {
  const { bound, diagnostics } = bind(text)
  expect(diagnostics).toEqual([])
  const found = [...(bound?.columns ?? [])].filter(([reference]) => reference.name === name)
  return found.sort(([a], [b]) => a.span.start - b.span.start).at(-1)?.[1]
}

describe('names', () => {
  const column = (source: number, name: string): ColumnBinding => ({ kind: 'column', source, name })
  test.each<[string, string, ColumnBinding]>([
    ['SELECT a FROM loose', 'a', column(0, 'a')],
    ['SELECT loose.a FROM loose', 'a', column(0, 'a')],
    ['SELECT o.p FROM loose', 'p', { kind: 'member', base: column(0, 'o'), name: 'p' }],
    ['SELECT a + 1 AS x, x * 2 AS y FROM loose', 'x', { kind: 'alias', field: 0 }],
    ['SELECT x * 2 AS y, a + 1 AS x FROM loose', 'x', column(0, 'x')],
    ['SELECT a + 1 AS a FROM loose', 'a', column(0, 'a')],
    ['SELECT a + 1 AS a FROM loose WHERE a > 1', 'a', { kind: 'alias', field: 0 }],
    ['SELECT a + 1 AS Total FROM loose WHERE total > 1', 'total', { kind: 'alias', field: 0 }],
    ['SELECT a AS b, loose.b AS c FROM loose', 'b', { kind: 'alias', field: 0 }],
    ['SELECT a + 1 AS b, loose.b AS c FROM loose', 'b', column(0, 'b')],
    [
      `SELECT a FROM loose INNER JOIN wild ON loose.k = wild.k ${window}`,
      'a',
      { kind: 'any-source', name: 'a' },
    ],
    [
      `SELECT wild.a, a AS z FROM loose INNER JOIN wild ON loose.k = wild.k ${window}`,
      'a',
      column(1, 'a'),
    ],
    [`SELECT c FROM typed INNER JOIN other ON typed.a = other.a ${window}`, 'c', column(1, 'c')],
    ['SELECT x + 1 AS y, a * 2 AS x FROM typed', 'a', column(0, 'a')],
    ['SELECT x.a FROM loose AS x', 'a', { kind: 'nothing' }],
  ])('%s: %s', (text, name, expected) => {
    expect(bindingOf(text, name)).toEqual(expected)
  })

  test('arguments of meta() are no columns', () => {
    expect(bind('SELECT meta(topic) FROM typed').bound?.columns.size).toBe(0)
  })

  test('output names', () => {
    const names = bind('SELECT a, ABS(b), a + 1, (a), v AS w, * FROM loose').bound?.fields.map(
      ({ name }) => name,
    )
    expect(names).toEqual(['a', 'abs', 'kuiper_field_0', 'kuiper_field_1', 'w', ''])
    const replaced = bind('SELECT * REPLACE(a * 2), b + 1 FROM loose').bound?.fields
    expect(replaced?.map(({ name }) => name)).toEqual(['', 'kuiper_field_1'])
  })

  test('with schemas fields are ordered by how deep their aliases go', () => {
    const names = bind('SELECT b, z + 1 AS y, a + 1 AS z FROM typed').bound?.fields.map(
      ({ name }) => name,
    )
    expect(names).toEqual(undefined)
    const sorted = bind('SELECT b, zeta + 1 AS last, a + 1 AS base, base + 1 AS zeta FROM typed')
    expect(codes(sorted.diagnostics)).toEqual(['SQL2002'])
    const fields = bind('SELECT b, a + 1 AS base, base + 1 AS deep FROM typed').bound?.fields
    expect(fields?.map(({ name }) => name)).toEqual(['base', 'deep', 'b'])
  })
})

/** The text with the first fix of `code` applied. */
function fixed(text: string, code: string): string | undefined {
  const { bound } = bind(text)
  if (bound === undefined) throw new Error('not bound')
  const trap = findTraps(bound, text).find((diagnostic) => diagnostic.code === code)
  if (trap === undefined) return undefined
  const edits = [...(trap.fixes?.[0]?.edits ?? [])].sort((a, b) => b.span.start - a.span.start)
  return edits.reduce(
    (result, { span, text: piece }) => result.slice(0, span.start) + piece + result.slice(span.end),
    text,
  )
}

describe('traps and their fixes', () => {
  test.each([
    ['SQL2304', 'SELECT k, v, * FROM loose', 'SELECT *, k, v FROM loose'],
    [
      'SQL2305',
      `SELECT * FROM loose LEFT JOIN wild ON wild.k = loose.k ${window}`,
      `SELECT * FROM loose LEFT JOIN wild ON loose.k = wild.k ${window}`,
    ],
    [
      'SQL2306',
      `SELECT count(*) AS n FROM loose ${window}`,
      `SELECT coalesce(count(*), 0) AS n FROM loose ${window}`,
    ],
    [
      'SQL2308',
      `SELECT avg(a) FROM typed ${window}`,
      `SELECT avg(cast(a, "float")) FROM typed ${window}`,
    ],
    ['SQL2309', 'SELECT a / 2 FROM typed', 'SELECT a / 2.0 FROM typed'],
    ['SQL2310', 'SELECT x.a FROM loose AS x', 'SELECT loose.a FROM loose AS x'],
    ['SQL2311', 'SELECT a FROM lo ose', 'SELECT a FROM loose'],
    ['SQL2312', 'SELECT a FROM loose WHERE a ! 1', 'SELECT a FROM loose WHERE a != 1'],
    ['SQL2313', 'SELECT a IN (b) FROM loose', 'SELECT a IN b FROM loose'],
    ['SQL2314', 'SELECT 2 * o->p FROM loose', 'SELECT 2 * (o->p) FROM loose'],
    [
      'SQL2315',
      'SELECT a BETWEEN 1 AND 2 + 3 FROM loose',
      'SELECT a BETWEEN 1 AND (2 + 3) FROM loose',
    ],
    ['SQL2316', 'SELECT ss FROM loose', 'SELECT `ss` FROM loose'],
    [
      'SQL2317',
      'SELECT a FROM loose WHERE a != null',
      'SELECT a FROM loose WHERE isnull(a) = false',
    ],
    ['SQL2323', 'SELECT loose.* FROM loose', 'SELECT * FROM loose'],
    ['SQL2331', 'SELECT b + "x" FROM loose', 'SELECT concat(b, "x") FROM loose'],
  ])('%s in %s', (code, text, expected) => {
    expect(fixed(text, code)).toBe(expected)
    expect(fixed(expected, code)).toBeUndefined()
  })

  test.each([
    ['SQL2301', `SELECT a FROM loose ${window} LIMIT 2`],
    ['SQL2302', 'SELECT a FROM loose LIMIT 2'],
    [
      'SQL2303',
      `SELECT * FROM loose LEFT JOIN wild ON loose.k = wild.k WHERE wild.v > 1 ${window}`,
    ],
    ['SQL2307', 'SELECT a - - 1\n FROM loose'],
    ['SQL2318', 'SELECT a FROM loose ORDER BY a'],
    ['SQL2319', 'SELECT a FROM loose GROUP BY COUNTWINDOW(2), COUNTWINDOW(3)'],
    ['SQL2320', 'SELECT a FROM loose WHERE COUNTWINDOW(2)'],
    ['SQL2321', 'SELECT count(*) FROM loose'],
    ['SQL2322', 'SELECT a FROM loose HAVING count(*) > 1'],
    ['SQL2324', 'SELECT a EXCEPT(b) FROM loose'],
    ['SQL2325', 'SELECT 99999999999999999999 FROM loose'],
    ['SQL2326', `SELECT * FROM loose INNER JOIN wild ${window}`],
    ['SQL2327', 'SELECT v FROM typed'],
    ['SQL2328', 'SELECT x * 2 AS y, a + 1 AS x FROM loose'],
    ['SQL2329', 'SELECT a FROM loose; SELECT b FROM loose'],
    ['SQL2330', 'SELECT a FROM loose GROUP BY COUNTWINDOW(2) OVER (WHEN a > 1)'],
    ['SQL2332', 'SELECT lag(*) FROM loose'],
    ['SQL2333', 'SELECT a FROM loose GROUP BY k, STATEWINDOW(a > 1)'],
    ['SQL2334', `SELECT a FROM loose ${window} ORDER BY a + 1, a + 2`],
  ])('%s in %s', (code, text) => {
    const { bound, diagnostics } = bind(text)
    expect(diagnostics).toEqual([])
    expect(bound === undefined ? [] : codes(findTraps(bound, text))).toContain(code)
  })

  test.each([
    'SELECT * FROM loose',
    'SELECT a, b + 1 AS c FROM typed WHERE a > 1',
    `SELECT b, count(*) AS n FROM typed GROUP BY b, TUMBLINGWINDOW(ss, 1)`,
    'SELECT a / 2 FROM undecoded',
    `SELECT avg(a) AS m FROM undecoded ${window}`,
  ])('nothing to say about %s', (text) => {
    const { bound } = bind(text)
    expect(bound === undefined ? undefined : findTraps(bound, text)).toEqual([])
  })
})

describe('a star behind a column of a stream without schema', () => {
  const starTraps = (text: string, options: BindOptions = {}) => {
    const { bound } = bind(text, options)
    if (bound === undefined) throw new Error('not bound')
    return findTraps(bound, text, options).filter(({ code }) => code === 'SQL2304')
  }

  test.each([
    'SELECT *, k FROM loose',
    `SELECT k, avg(v), count(*) AS n FROM loose GROUP BY k, TUMBLINGWINDOW(ss, 1)`,
    `SELECT k, avg(v) AS mean, count(*) AS n FROM loose GROUP BY k, TUMBLINGWINDOW(ss, 1) HAVING n > 1 AND mean > 2 ORDER BY k`,
    `SELECT count(*), k FROM loose WHERE v > 1 GROUP BY k, TUMBLINGWINDOW(ss, 1)`,
    `SELECT collect(*) AS rows FROM loose WHERE v > 1 ${window}`,
    `SELECT a, count(*) FROM typed WHERE b = "x" ${window}`,
    `SELECT v->x, count(*) FROM loose WHERE v->y > 1 ${window}`,
  ])('loses nothing in %s', (text) => {
    expect(starTraps(text)).toEqual([])
  })

  test.each([
    [`SELECT k, count(*) FROM loose WHERE v > 1 ${window}`, /: v will be missing, as it is/],
    [`SELECT k, count(*), v, w FROM loose ${window}`, /: v, w will be missing, as they are/],
    [`SELECT k, count(*) FROM loose GROUP BY r, TUMBLINGWINDOW(ss, 1)`, /: r will be missing/],
    [`SELECT k FROM loose GROUP BY r, TUMBLINGWINDOW(ss, 1) HAVING count(*) > 1`, /: r will be/],
    ['SELECT k, * FROM loose', /sees only the columns named before/],
    [`SELECT k, collect(*) AS rows FROM loose ${window}`, /sees only/],
    [`SELECT k, last_value(*, true) AS last FROM loose ${window}`, /sees only/],
    [`SELECT k, merge_agg(*) AS merged FROM loose ${window}`, /sees only/],
    [`SELECT k, deduplicate(k, true) AS d FROM loose ${window}`, /sees only/],
    [
      `SELECT loose.k, count(*) FROM loose INNER JOIN wild ON loose.k = wild.k WHERE loose.v > 1 ${window}`,
      /behind k .*: v will be missing/,
    ],
  ])('loses something in %s', (text, message) => {
    const found = starTraps(text)
    expect(found.map((diagnostic) => diagnostic.message)).toEqual([expect.stringMatching(message)])
  })

  test('counting first is offered, with its alias', () => {
    const text = `SELECT k, count(*) AS n, v FROM loose ${window}`
    expect(fixed(text, 'SQL2304')).toBe(`SELECT count(*) AS n, k, v FROM loose ${window}`)
    expect(starTraps(`SELECT count(*) AS n, k, v FROM loose ${window}`)).toEqual([])
  })
})

describe('crashes', () => {
  test.each([
    ['SELECT a IN 5 FROM loose', 'SQL2401'],
    ['SELECT a LIKE 5 FROM loose', 'SQL2402'],
    ['SELECT a LIKE b[0] FROM loose', 'SQL2402'],
    ['SELECT a[-1:-3] FROM loose', 'SQL2403'],
    ['SELECT rpad(a, -1) FROM loose', 'SQL2404'],
    [`SELECT lag(sum(a)) FROM loose ${window}`, 'SQL2405'],
    [`SELECT sum(a) AS t, lag(t) AS p FROM loose ${window}`, 'SQL2405'],
    [`SELECT a FROM loose INNER JOIN wild ON sum(loose.a) = wild.a ${window}`, 'SQL2406'],
    [`SELECT avg(a) AS m FROM loose WHERE a > m ${window}`, 'SQL2407'],
  ])('%s: %s', (text, code) => {
    const { bound } = bind(text)
    expect(bound === undefined ? [] : codes(checkCrashes(bound))).toEqual([code])
  })

  test.each([
    'SELECT a IN b FROM loose',
    'SELECT a LIKE (b[0]) FROM loose',
    `SELECT latest(count(*)) FROM loose ${window}`,
    'SELECT count(*) AS n FROM loose WHERE n > 1 GROUP BY COUNTWINDOW(2)',
  ])('nothing stops %s', (text) => {
    const { bound } = bind(text)
    expect(bound === undefined ? undefined : checkCrashes(bound)).toEqual([])
  })

  test('by options', () => {
    const delayed = bind('SELECT window_start() FROM loose GROUP BY SLIDINGWINDOW(ss, 1, 1)', {
      isEventTime: true,
    })
    if (delayed.bound === undefined) throw new Error('not bound')
    expect(codes(checkCrashes(delayed.bound, { isEventTime: true }))).toEqual(['SQL2408'])
    expect(codes(checkCrashes(delayed.bound))).toEqual([])
    expect(
      codes(checkCrashes(delayed.bound, { isEventTime: true, isSecondVersion: true })),
    ).toEqual([])
  })
})
