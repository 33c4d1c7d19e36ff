import { expect, test } from 'vitest'
import { catalogOf, complete, diagnose, emptyContext, hover } from './language.ts'
import type { SqlNode } from './ruleset.ts'
import { formColumnsOfSchema, schemaColumnsOf } from './schema-columns.ts'
import type { SchemaReport } from './schemas-store.ts'

const reports: readonly SchemaReport[] = [
  { file: 'notes.txt', messages: [], problems: [] },
  {
    file: 'lab.proto',
    format: 'protobuf',
    messages: ['p.Reading', 'Loop'],
    columns: {
      'p.Reading': [
        { name: 'celsius', type: 'float' },
        { name: 'place', type: 'struct(`x` bigint, `to` array(string))' },
      ],
    },
    problems: [],
  },
]
const statement = (schemaId: string, columns = '') =>
  `CREATE STREAM readings (${columns}) WITH (DATASOURCE="in", FORMAT="PROTOBUF", SCHEMAID="${schemaId}")`
const contextOf = (text: string) => ({
  ...emptyContext,
  catalog: catalogOf([text], { schemaColumns: schemaColumnsOf(reports) }),
})
const messagesOf = (sql: string, text: string) => {
  const node: SqlNode = {
    kind: 'sql',
    id: 'n',
    position: { x: 0, y: 0 },
    ruleId: 'r',
    sql,
    name: '',
    options: {},
    extra: {},
  }
  return diagnose(node, contextOf(text)).map(({ message }) => message)
}

test('a query names the columns of the schema, no others', () => {
  const reading = statement('lab.p.Reading', 'old BIGINT')
  expect(messagesOf('SELECT celsius, place->x AS x FROM readings', reading)).toEqual([])
  expect(messagesOf('SELECT old FROM readings', reading)).toEqual(['there is no column old'])
})

test.each(['lab.Loop', 'lab.Other', 'gone.Reading', ''])(
  'the declared columns of a stream with the schema "%s" count',
  (schemaId) => {
    const text = statement(schemaId, 'old BIGINT')
    expect(messagesOf('SELECT old FROM readings', text)).toEqual([])
    expect(formColumnsOfSchema({ format: 'protobuf', schemaId }, reports)).toBeUndefined()
  },
)

test('completion and hover know them with their types', () => {
  const context = contextOf(statement('lab.p.Reading'))
  const sql = 'SELECT ce FROM readings'
  const found = complete(sql, 9, context).find(({ label }) => label === 'celsius')
  expect(found).toMatchObject({
    kind: 'column',
    detail: expect.stringContaining('FLOAT') as string,
  })
  expect(hover('SELECT place FROM readings', 9, context)?.text).toContain(
    'STRUCT(x BIGINT, to ARRAY(STRING))',
  )
})

test('a form shows them as SQL writes them', () => {
  expect(formColumnsOfSchema({ format: 'protobuf', schemaId: 'lab.p.Reading' }, reports)).toEqual([
    { name: 'celsius', type: 'FLOAT' },
    { name: 'place', type: 'STRUCT(x BIGINT, to ARRAY(STRING))' },
  ])
})
