import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type StreamForm, streamForm, streamStatement } from './stream-form.ts'
import { renameStream, setStreamOption } from './stream-statement.ts'

const oven = `CREATE STREAM oven (
  id BIGINT,
  zones ARRAY(FLOAT),
  pos STRUCT(x FLOAT, y FLOAT)
) WITH (
  DATASOURCE = "oven/+", TYPE = "mqtt", CONF_KEY = "plant", SHARED = "true"
)`

test('a statement is read into the form', () => {
  expect(streamForm(oven).form).toEqual({
    name: 'oven',
    kind: 'stream',
    type: 'mqtt',
    datasource: 'oven/+',
    format: 'json',
    columns: [
      { name: 'id', type: 'BIGINT' },
      { name: 'zones', type: 'ARRAY(FLOAT)' },
      { name: 'pos', type: 'STRUCT(x FLOAT, y FLOAT)' },
    ],
    options: { CONF_KEY: 'plant', SHARED: 'true' },
  })
})

test.each([
  ['CREATE TABLE t () WITH (DATASOURCE="f")', 'file'],
  ['CREATE STREAM s () WITH (DATASOURCE="f")', 'mqtt'],
])('%s has the type %s', (statement, type) => {
  expect(streamForm(statement).form?.type).toBe(type)
})

test('a statement with errors has no form but the reason', () => {
  const { form, diagnostics } = streamForm('CREATE STREAM a (x WORD) WITH (DATASOURCE="t")')
  expect(form).toBeUndefined()
  expect(diagnostics.length).toBeGreaterThan(0)
})

test('the text of a form is read back as the same form', () => {
  const word = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,8}$/)
  const text = fc
    .string({ unit: 'grapheme', maxLength: 12 })
    .filter((value) => !value.includes('\0'))
  const column = fc.record({
    name: fc.oneof(word, fc.constant('a b'), fc.constant('limit'), fc.constant('größe')),
    type: fc.constantFrom('BIGINT', 'FLOAT', 'STRING', 'ARRAY(STRUCT(x FLOAT, y ARRAY(STRING)))'),
  })
  const form: fc.Arbitrary<StreamForm> = fc.record({
    name: fc.oneof(word, fc.constant('per-device'), fc.constant('select')),
    kind: fc.constantFrom('stream', 'table'),
    type: word.map((name) => name.toLowerCase()),
    datasource: text,
    format: fc.constantFrom('json', 'delimited'),
    columns: fc.array(column, { maxLength: 3 }),
    options: fc.dictionary(fc.constantFrom('KEY', 'CONF_KEY', 'EXTRA', 'DELIMITER'), text),
  })
  fc.assert(
    fc.property(form, (value) => {
      expect(streamForm(streamStatement(value)).form).toEqual(value)
    }),
  )
})

test.each([
  [oven, 'CONF_KEY', undefined, oven.replace(', CONF_KEY = "plant"', '')],
  [oven, 'DATASOURCE', 'x "1"', oven.replace('"oven/+"', '"x \\"1\\""')],
  [oven, 'DATASOURCE', undefined, oven.replace('DATASOURCE = "oven/+", ', '')],
  [oven, 'KEY', 'id', oven.replace('SHARED = "true"', 'SHARED = "true", KEY="id"')],
  [oven, 'KEY', undefined, oven],
  ['CREATE STREAM a () WITH () -- ()', 'TYPE', 'log', 'CREATE STREAM a () WITH (TYPE="log") -- ()'],
  ['SELECT 1', 'TYPE', 'log', 'SELECT 1'],
])('an option is set without touching the rest', (statement, key, value, changed) => {
  expect(setStreamOption(statement, key, value)).toBe(changed)
})

test('a stream is renamed without touching the rest', () => {
  expect(renameStream(oven, 'furnace-1')).toBe(oven.replace('STREAM oven', 'STREAM `furnace-1`'))
})
