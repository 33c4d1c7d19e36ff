import { describe, expect, test } from 'vitest'
import { parse } from '../syntax/parse.ts'
import { emptyCatalog, executeStatement } from './catalog.ts'
import { defaultValueOf } from './default-value.ts'
import { checkCreate } from './define-stream.ts'

function run(...statements: readonly string[]): {
  codes: readonly string[]
  names: readonly string[]
} {
  let catalog = emptyCatalog
  const codes: string[] = []
  for (const statement of statements) {
    const result = executeStatement(catalog, statement)
    codes.push(...result.diagnostics.map(({ code }) => code))
    catalog = result.catalog
  }
  return { codes, names: catalog.streamNames() }
}

const plain = 'CREATE STREAM s () WITH ()'

describe('executing statements', () => {
  test.each([
    ['create', [plain], [], ['s']],
    ['create twice', [plain, plain], ['SQL2108'], ['s']],
    ['streams and tables share names', [plain, 'CREATE TABLE s () WITH ()'], ['SQL2108'], ['s']],
    ['DROP TABLE drops a stream', [plain, 'DROP TABLE s'], [], []],
    ['drop what is not there', [plain, 'DROP STREAM t'], ['SQL2109'], ['s']],
    ['describe what is not there', ['DESCRIBE STREAM t'], ['SQL2109'], []],
    ['show', [plain, 'SHOW STREAMS', 'SHOW TABLES;'], [], ['s']],
    ['a name with a dot', ['CREATE STREAM `a.b` () WITH ()'], ['SQL2107'], []],
    ['a padded name', ['CREATE STREAM ` a` () WITH ()'], ['SQL2107'], []],
    ['a name with a hyphen', ['CREATE STREAM `a-b` () WITH ()'], [], ['a-b']],
    [
      'a lookup of a type that cannot',
      ['CREATE TABLE t () WITH (TYPE="mqtt", KIND="lookup")'],
      ['SQL2110'],
      [],
    ],
    [
      'a lookup without key',
      ['CREATE TABLE t () WITH (TYPE="memory", KIND="LOOKUP")'],
      ['SQL2105'],
      [],
    ],
  ])('%s', (_, statements, codes, names) => {
    expect(run(...statements)).toEqual({ codes, names })
  })

  test('the answer of SHOW and DESCRIBE', () => {
    const { catalog } = executeStatement(
      emptyCatalog,
      'CREATE TABLE t (a BIGINT) WITH (TYPE="x", RETAIN_SIZE="3")',
    )
    expect(executeStatement(catalog, 'SHOW TABLES').answer).toEqual(['t'])
    expect(executeStatement(catalog, 'DESCRIBE TABLE t').answer).toMatchObject({
      type: 'x',
      retainSize: 3,
    })
  })

  test('defaults of a stream and of a table', () => {
    const stream = executeStatement(emptyCatalog, plain).catalog.stream('s')
    expect(stream).toMatchObject({
      type: 'mqtt',
      format: 'json',
      columns: undefined,
      tableKind: 'scan',
      isStrict: false,
    })
    const table = executeStatement(emptyCatalog, 'CREATE TABLE t () WITH ()').catalog.stream('t')
    expect(table).toMatchObject({ type: 'file', sourceKind: 'table' })
  })
})

describe('options', () => {
  test.each([
    ['FORMT="json"', ['SQL2101']],
    ['SHARED="maybe"', ['SQL2102']],
    ['STRICT_VALIDATION=true, TEMP="FALSE"', []],
    ['RETAIN_SIZE="3.5"', ['SQL2102']],
    ['RETAIN_SIZE="-1"', []],
    ['EXTRA=""', ['SQL2102']],
    ['EXTRA="5"', []],
    ['FORMAT="xml"', ['SQL2103']],
    ['FORMAT="Protobuf"', []],
    ['format="json" type="x",,', []],
  ])('%s', (options, codes) => {
    const { statement } = parse(`CREATE STREAM s () WITH (${options})`)
    if (statement?.kind !== 'create') throw new Error('no CREATE')
    expect(checkCreate(statement).map(({ code }) => code)).toEqual(codes)
  })

  test.each([
    ['STREAM', 'image BYTEA', []],
    ['STREAM', '', []],
    ['STREAM', 'image STRING', ['SQL2104']],
    ['STREAM', 'a BYTEA, b BYTEA', ['SQL2104']],
    ['TABLE', '', ['SQL2104']],
  ])('a binary %s (%s)', (kind, columns, codes) => {
    const { statement } = parse(`CREATE ${kind} s (${columns}) WITH (FORMAT="binary")`)
    if (statement?.kind !== 'create') throw new Error('no CREATE')
    expect(checkCreate(statement).map(({ code }) => code)).toEqual(codes)
  })
})

test.each([
  ['BIGINT', '5', 5n],
  ['BIGINT', '-9', -9n],
  ['BIGINT', "'0x1f'", 31n],
  ['BIGINT', "'010'", 8n],
  ['BIGINT', '3.5', undefined],
  ['BIGINT', 'true', undefined],
  ['FLOAT', '2', 2],
  ['FLOAT', "'1e3'", 1000],
  ['FLOAT', "'x'", undefined],
  ['BOOLEAN', "'T'", true],
  ['BOOLEAN', '0', false],
  ['BOOLEAN', "'yes'", undefined],
  ['STRING', '5', '5'],
])('a %s DEFAULT %s is %s', (type, literal, expected) => {
  const { statement } = parse(`CREATE STREAM s (v ${type} DEFAULT ${literal}) WITH ()`)
  if (statement?.kind !== 'create') throw new Error('no CREATE')
  const [column] = statement.columns
  expect(column === undefined ? undefined : defaultValueOf(column)).toEqual(expected)
  expect(checkCreate(statement)).toHaveLength(expected === undefined ? 1 : 0)
})
