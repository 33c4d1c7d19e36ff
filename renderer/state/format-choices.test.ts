import { expect, test } from 'vitest'
import { formatNames, schemaIds, takesSchema, withFormatChoices } from './format-choices.ts'
import type { Component } from './session-store.ts'

const format = (type: string, needsSchema: boolean): Component => ({
  kind: 'format',
  type,
  title: type,
  summary: '',
  keywords: [],
  plugin: type,
  needsSchema,
  schema: {},
})
const components = [format('protobuf', true), format('lines', false)]
const reports = [
  { file: 'a.proto', format: 'protobuf', messages: ['p.A', 'p.B'], problems: [] },
  { file: 'b.avsc', format: 'avro', messages: ['C'], problems: [] },
  { file: 'c.proto', messages: [], problems: [] },
]
const schema = {
  properties: { format: { type: 'string' }, schemaId: { type: 'string' }, x: { type: 'number' } },
}

test("formats are the engine's own and those of plugins", () => {
  expect(formatNames(components)).toEqual([
    ...['json', 'delimited', 'urlencoded', 'binary', 'protobuf', 'lines'],
  ])
  expect(['Protobuf', 'lines', 'json'].map((name) => takesSchema(name, components))).toEqual([
    ...[true, false, false],
  ])
})

test('schemaId is a choice of the messages that the format reads', () => {
  expect(schemaIds('protobuf', reports)).toEqual(['a.p.A', 'a.p.B'])
  expect(withFormatChoices(schema, 'protobuf', components, reports)).toEqual({
    properties: {
      format: { type: 'string', enum: formatNames(components) },
      schemaId: {
        type: 'string',
        enum: ['a.p.A', 'a.p.B'],
        visibleIf: { property: 'format', values: ['protobuf', 'custom'] },
      },
      x: { type: 'number' },
    },
  })
})

test('without a schema it stays a text', () => {
  const { properties } = withFormatChoices(schema, 'protobuf', components, []) as typeof schema
  expect(properties.schemaId).not.toHaveProperty('enum')
})
