import { expect, test } from 'vitest'
import { emptyCatalog, executeStatement } from './catalog.ts'
import { readColumns, type NamedType } from './schema-columns.ts'

test.each([
  [[{ name: 'a', type: 'bigint' }], [{ kind: 'bigint' }]],
  [[{ name: 'select', type: 'ARRAY(float)' }], [{ kind: 'array', element: { kind: 'float' } }]],
  [[{ name: 'a', type: 'struct()' }], [{ kind: 'struct', fields: [] }]],
  [[], []],
])('the columns %j have types', (columns, types) => {
  expect(readColumns(columns)?.map(({ type }) => type)).toEqual(types)
})

test.each<[readonly NamedType[]]>([
  [[{ name: 'a', type: 'number' }]],
  [[{ name: 'a', type: 'array()' }]],
  [[{ name: 'a', type: 'float, b float' }]],
  [[{ name: 'a`', type: 'float' }]],
])('%j are no columns', (columns) => {
  expect(readColumns(columns)).toBeUndefined()
})

test.each([
  ['FORMAT="PROTOBUF", SCHEMAID="a.M"', ['x']],
  ['FORMAT="PROTOBUF", SCHEMAID="b.M"', ['declared']],
  ['SCHEMAID="a.M"', ['declared']],
])('a stream with %s has the columns %j', (options, names) => {
  const { catalog } = executeStatement(
    emptyCatalog,
    `CREATE STREAM s (declared FLOAT) WITH (DATASOURCE="s", ${options})`,
    {
      schemaColumns: ({ format, schemaId }) =>
        format === 'protobuf' && schemaId === 'a.M'
          ? readColumns([{ name: 'x', type: 'float' }])
          : undefined,
    },
  )
  expect(catalog.stream('s')?.columns?.map(({ name }) => name.name)).toEqual(names)
})
