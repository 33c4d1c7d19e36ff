import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { emptyCatalog, executeStatement } from '../catalog/catalog.ts'
import { unrunnableFunction } from '../functions/description.ts'
import { createFunctionCatalog } from '../functions/index.ts'
import { analyze } from './analyze.ts'
import { complete } from './complete.ts'
import type { LanguageEnvironment } from './environment.ts'
import { highlight } from './highlight.ts'
import { hover } from './hover.ts'
import { signatureHelp } from './signature-help.ts'

const catalog = [
  'CREATE STREAM demo (temp FLOAT, id BIGINT, `order` STRING) WITH (DATASOURCE="demo")',
  'CREATE STREAM loose () WITH (DATASOURCE="loose")',
].reduce((known, statement) => executeStatement(known, statement).catalog, emptyCatalog)

const environment: LanguageEnvironment = {
  catalog,
  functions: createFunctionCatalog(),
  columnsOf: (stream) => (stream === 'loose' ? [{ name: 'seen', type: 'number' }] : []),
}

/** Labels offered at `|`, of the given kinds. */
function offered(marked: string, ...kinds: readonly string[]): readonly string[] {
  const offset = marked.indexOf('|')
  const items = complete(marked.replace('|', ''), offset, environment)
  return items.filter(({ kind }) => kinds.includes(kind)).map(({ label }) => label)
}

describe('completion', () => {
  test.each([
    ['SELECT * FROM |', ['stream'], ['demo', 'loose']],
    ['SELECT | FROM demo', ['column'], ['temp', 'id', 'order']],
    ['SELECT se| FROM loose', ['column'], ['seen']],
    ['SELECT demo.| FROM demo', ['column'], ['temp', 'id', 'order']],
    ['SELECT temp AS hot FROM demo WHERE |', ['alias'], ['hot']],
    ['SELECT * FROM demo GROUP BY TUMBLINGWINDOW(|', ['unit'], ['dd', 'hh', 'mi', 'ss', 'ms']],
    ['SELECT temp AS |', ['alias', 'column', 'function', 'keyword'], []],
    ['SELECT "|', ['column', 'function', 'keyword'], []],
    ['SELECT * FROM demo -- |', ['column', 'keyword'], []],
    ['SELECT * FROM loose INNER JOIN |', ['stream'], ['demo', 'loose']],
  ])('%s offers %j', (marked, kinds, expected) => {
    expect(offered(marked, ...kinds)).toEqual(expected)
  })

  test('functions come with documentation, windows in GROUP BY only, keywords by clause', () => {
    expect(offered('SELECT | FROM demo', 'function')).toContain('abs')
    expect(offered('SELECT | FROM demo', 'window')).toEqual([])
    expect(offered('SELECT * FROM demo GROUP BY |', 'window')).toContain('TUMBLINGWINDOW')
    expect(offered('|', 'keyword')).toContain('SELECT')
    const [abs] = complete('SELECT ab', 9, environment).filter(({ label }) => label === 'abs')
    expect(abs).toMatchObject({
      insertText: 'abs($1)',
      isSnippet: true,
      replaceSpan: { start: 7, end: 9 },
    })
    expect(abs?.documentation).toContain('abs(')
  })

  test('names that are keywords are inserted in backticks', () => {
    const order = complete('SELECT  FROM demo', 7, environment).find(
      ({ label }) => label === 'order',
    )
    expect(order?.insertText).toBe('`order`')
  })
})

test.each([
  ['SELECT a|bs(temp) FROM demo', 'abs('],
  ['SELECT te|mp FROM demo', 'FLOAT'],
  ['SELECT temp FROM de|mo', 'CREATE STREAM demo'],
  ['SELECT temp AS hot FROM demo WHERE h|ot > 1', 'Alias of `temp`'],
  ['SELECT * FROM demo GROUP BY TUMBLING|WINDOW(ss, 1)', 'one after the other'],
  ['SELECT * FROM demo GROUP BY TUMBLINGWINDOW(s|s, 1)', 'seconds'],
])('hovering %s tells %s', (marked, expected) => {
  const offset = marked.indexOf('|')
  expect(hover(marked.replace('|', ''), offset, environment)?.contents).toContain(expected)
})

test('tokens are classified', () => {
  const text = 'SELECT abs(a), "x", 1 FROM s GROUP BY TUMBLINGWINDOW(ss, 1) -- c'
  const classes = highlight(text).map(
    ({ span, class: name }) => `${text.slice(span.start, span.end)}:${name}`,
  )
  expect(classes.join(' ')).toBe(
    'SELECT:keyword abs:function (:operator a:name ):operator ,:operator "x":text ,:operator 1:number ' +
      'FROM:keyword s:name GROUP:keyword BY:keyword TUMBLINGWINDOW:window (:operator ss:unit ,:operator ' +
      '1:number ):operator -- c:comment',
  )
})

describe('analysis', () => {
  test.each([
    ['SELECT tmp FROM demo', ['SQL2002 Did you mean temp?']],
    ['SELECT asb(temp) FROM dem', ['SQL2020 Did you mean abs?', 'SQL2001 Did you mean demo?']],
    [
      'SELECT a b, absx(c) FROM dem',
      ['SQL1011 An alias needs AS; fields are separated by commas.', 'SQL2001 Did you mean demo?'],
    ],
    ['SELECT avg(id) FROM demo GROUP BY COUNTWINDOW(2)', ['SQL2308 Average floats instead.']],
    ['SELECT id IN 5 FROM demo', ['SQL2401 Put the value in parentheses: IN (5).']],
    ['SELECT temp FROM demo', []],
    [
      'CREATE STREAM s (a BIGINT DEFAULT 5) WITH (FORMT="json")',
      ['SQL2340 Add STRICT_VALIDATION="true".', 'SQL2101 Did you mean FORMAT?'],
    ],
  ])('%s', (text, expected) => {
    const { diagnostics } = analyze(text, environment)
    expect(diagnostics.map(({ code, hint }) => `${code} ${hint ?? ''}`.trim())).toEqual(expected)
  })

  test('no text makes a service throw', () => {
    const words = fc.array(
      fc.constantFrom(
        'SELECT',
        'temp',
        'FROM',
        'demo',
        'WHERE',
        '(',
        ')',
        ',',
        '.',
        '*',
        '"',
        'GROUP',
        'BY',
        'COUNTWINDOW',
        '1',
        'AS',
        'CREATE',
        'STREAM',
        'WITH',
        '-',
        '->',
      ),
      { maxLength: 20 },
    )
    fc.assert(
      fc.property(words, fc.nat(80), (list, offset) => {
        const text = list.join(' ')
        analyze(text, environment)
        complete(text, Math.min(offset, text.length), environment)
        hover(text, Math.min(offset, text.length), environment)
        highlight(text)
      }),
      { numRuns: 500 },
    )
  })
})

describe('signature help', () => {
  const shown = (marked: string, known = environment) => {
    const help = signatureHelp(marked.replace('|', ''), marked.indexOf('|'), known)
    if (help === undefined) return undefined
    const { signatures, active, argument } = help
    const signature = signatures[active]
    const place = signature?.parameters[argument]
    return [signature?.label, place && signature?.label.slice(place.start, place.end)]
  }
  test.each([
    ['SELECT round(| FROM demo', ['round(x)', 'x']],
    ['SELECT power(abs(temp), | FROM demo', ['power(x, y)', 'y']],
    ['SELECT power(abs(te|mp), 2) FROM demo', ['abs(x)', 'x']],
    ['SELECT power(temp, (1 + |', ['power(x, y)', 'y']],
    [
      'SELECT * FROM demo GROUP BY HOPPINGWINDOW(ss, |',
      ['HOPPINGWINDOW(unit, length, hop)', 'length'],
    ],
    [
      'SELECT * FROM demo GROUP BY SLIDINGWINDOW(ss, |',
      ['SLIDINGWINDOW(unit, length[, delay])', 'length'],
    ],
    ['SELECT abs(temp) | FROM demo', undefined],
    ['SELECT nope(| FROM demo', undefined],
  ])('%s', (marked, expected) => {
    expect(shown(marked)).toEqual(expected)
  })
})

describe('a function of a plugin', () => {
  const known: LanguageEnvironment = {
    ...environment,
    functions: createFunctionCatalog([
      unrunnableFunction({
        name: 'toCelsius',
        kind: 'scalar',
        signatures: ['toCelsius(fahrenheit, digits?)'],
        summary: 'Degrees.',
        arguments: { least: 1, most: 2 },
      }),
      unrunnableFunction({
        name: 'spread',
        kind: 'aggregate',
        signatures: ['spread(x)'],
        summary: 'The widest.',
        problem: 'plugin acme does not run',
      }),
    ]),
  }
  const messages = (sql: string) => analyze(sql, known).diagnostics.map(({ message }) => message)

  test('it is completed and hovered like a built-in one', () => {
    const items = complete('SELECT toC', 10, known)
    expect(items.find(({ label }) => label === 'toCelsius')).toMatchObject({
      detail: 'toCelsius(fahrenheit, digits?)',
      insertText: 'toCelsius($1)',
    })
    expect(hover('SELECT toCelsius(1) FROM demo', 9, known)?.contents).toContain('Degrees.')
  })

  test.each([
    ['SELECT toCelsius(temp) AS c FROM demo', []],
    ['SELECT toCelsius() AS c FROM demo', ['toCelsius: Expect at least 1 arguments but found 0.']],
    [
      'SELECT toCelsius(1, 2, 3) AS c FROM demo',
      ['toCelsius: Expect at most 2 arguments but found 3.'],
    ],
    [
      'SELECT tocelsius(temp) AS c FROM demo',
      ['tocelsius: eKuiper knows it as toCelsius, upper and lower case included.'],
    ],
    ['SELECT spread(temp) AS c FROM demo', ['spread: plugin acme does not run']],
  ])('%s', (sql, expected) => {
    expect(messages(sql)).toEqual(expected)
  })

  test('it is unknown where the plugin is not', () => {
    const { diagnostics } = analyze('SELECT toCelsius(temp) AS c FROM demo', environment)
    expect(diagnostics.map(({ message }) => message)).toEqual(['there is no function toCelsius'])
  })
})
