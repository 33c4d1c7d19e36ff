import { expect, test } from 'vitest'
import { documentToRuleset } from './export-document.ts'
import { rulesetToDocument } from './import-ruleset.ts'
import { isProjectFile, readProjectFiles, writeProjectFiles } from './project-files.ts'
import { parseRuleset, printRuleset } from './ruleset-text.ts'
import { documentToRunDefinition } from './run-definition.ts'
import { sampleDocument } from './sample.ts'
import { schemaNameProblem } from './schemas.ts'

const schemas = { 'telemetry.proto': 'syntax = "proto3";\nmessage R {}\n', 'b-2.proto': '' }
const document = { ...sampleDocument, schemas }

test('schemas are files of their own in the project, byte for byte', () => {
  const files = writeProjectFiles(document)
  expect(files.get('schemas/telemetry.proto')).toBe(schemas['telemetry.proto'])
  expect([...files.keys()].every(isProjectFile)).toBe(true)
  expect(readProjectFiles(files).document?.schemas).toEqual(schemas)
  expect(readProjectFiles(writeProjectFiles(sampleDocument)).document).not.toHaveProperty('schemas')
})

test('a run gets them', () => {
  expect(documentToRunDefinition(document).definition.schemas).toEqual(schemas)
  expect(documentToRunDefinition(sampleDocument).definition).not.toHaveProperty('schemas')
})

test("they go into eKuiper's data export and come back from it", () => {
  const { ruleset } = documentToRuleset(document)
  expect(ruleset.Schema?.['protobuf_telemetry']).toBe(
    '{"type":"protobuf","name":"telemetry","content":"syntax = \\"proto3\\";\\nmessage R {}\\n"}',
  )
  const again = parseRuleset(printRuleset(ruleset)).ruleset
  expect(rulesetToDocument(again ?? ruleset).document.schemas).toEqual(schemas)
})

test('a schema without its text is left out with a word', () => {
  const Schema = { protobuf_a: '{"type":"protobuf","name":"a","file":"file:///a.proto"}' }
  const { document: read, diagnostics } = rulesetToDocument({
    ...{ streams: {}, tables: {}, rules: {} },
    Schema,
  })
  expect(read).not.toHaveProperty('schemas')
  expect(
    diagnostics.map(({ diagnostic }) => `${diagnostic.severity} ${diagnostic.message}`),
  ).toEqual([
    'warning the schema "protobuf_a" is left out: only Protocol Buffers with their text are taken',
  ])
})

test.each([
  ['telemetry.proto', true],
  ['a_b-1.proto', true],
  ['reading.avsc', true],
  ['a b.proto', false],
  ['a.b.proto', false],
  ['../a.proto', false],
  ['.proto', false],
  ['a.so', false],
])('%s as a name of a schema: %s', (name, isGood) => {
  expect(schemaNameProblem(name) === undefined).toBe(isGood)
  expect(isProjectFile(`schemas/${name}`)).toBe(isGood)
  expect(isProjectFile(`other/${name}`)).toBe(false)
})
