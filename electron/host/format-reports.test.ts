import { expect, test } from 'vitest'
import { componentsOf, createComponentRegistry } from '#engine'
import { builtinPlugins } from '#plugins'
import { inspectSchemas } from './format-reports.ts'

test('a schema is told with its messages and their columns, without those that have none', () => {
  const components = createComponentRegistry(componentsOf(builtinPlugins()))
  const text = 'message M { optional int32 x = 1; } message Loop { optional Loop next = 1; }'
  expect(inspectSchemas(components, { 'a.proto': text, 'a.avsc': '{}' })).toEqual([
    {
      file: 'a.proto',
      format: 'protobuf',
      messages: ['M', 'Loop'],
      columns: { M: [{ name: 'x', type: 'bigint' }] },
      problems: [],
    },
    { file: 'a.avsc', messages: [], problems: [] },
  ])
})
