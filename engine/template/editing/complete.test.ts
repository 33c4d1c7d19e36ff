import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { templateFunctions } from '../functions/index.ts'
import { summaryOf } from '../functions/summaries.ts'
import { compileTemplate } from '../compile.ts'
import { completeTemplate } from './complete.ts'
import { listShape, mapShape, mergeShapes, shapeOfRows, unknownShape, valueShape } from './shape.ts'

const row = shapeOfRows([
  '{"deviceId":"p1","temp":41,"place":{"hall":"A","bay":{"no":7}},"parts":[{"id":1,"my-key":true}]}',
  '{"deviceId":"p2","temp":41.5,"place":null,"a b":1}',
])

/** `|` is the cursor. */
function at(marked: string, root = row) {
  const offset = marked.lastIndexOf('¦')
  const source = marked.replace('¦', '')
  return { source, choices: completeTemplate(source, offset, root) }
}

const labels = (marked: string, kind = 'column', root = row) =>
  at(marked, root)
    .choices.filter((choice) => choice.kind === kind)
    .map(({ label }) => label)

/** The template after a choice, with the cursor. */
function choose(marked: string, label: string, root = row): string {
  const { source, choices } = at(marked, root)
  const { edit } = choices.find((choice) => choice.label === label) ?? { edit: undefined }
  if (edit === undefined) throw new Error(`there is no ${label}`)
  const written = source.slice(0, edit.start) + edit.text + source.slice(edit.end)
  return `${written.slice(0, edit.caret)}¦${written.slice(edit.caret)}`
}

describe('columns are offered', () => {
  const all = ['.deviceId', '.temp', '.place', '.parts', '.a b']
  const plain = ['deviceId', 'temp', 'place', 'parts', 'a b']
  test.each([
    ['{{¦', all],
    ['{{¦}}', all],
    ['{"a":{{¦}}, "b":{{.temp}}}', all],
    ['{{.¦', ['.deviceId', '.temp', '.place', '.parts', '.a b']],
    ['{{.de¦v}}', ['.deviceId']],
    ['{{de¦', ['.deviceId']],
    ['{{ID¦', ['.deviceId']],
    ['{{.place.¦}}', ['hall', 'bay']],
    ['{{.place.bay.¦', ['no']],
    ['{{$.place.¦', ['hall', 'bay']],
    ['{{$.¦', plain],
    ['{{(.place).¦', ['hall', 'bay']],
    ['{{(index .parts 0).¦', ['id', 'my-key']],
    ['{{(first .parts).¦', ['id', 'my-key']],
    ['{{(.parts | last).¦', ['id', 'my-key']],
    ['{{.temp.¦', []],
    ['{{upper ¦', all],
    ['{{upper .¦', all],
    ['{{printf "%v" (¦', all],
    ['{{if ¦', all],
    ['{{if .temp}}{{else if ¦', all],
    ['{{$x := ¦', all],
    ['{{$x := .place}}{{$x.¦', ['hall', 'bay']],
    ['{{with .place}}{{.¦', ['.hall', '.bay']],
    ['{{with .place}}{{.¦}}{{end}}', ['.hall', '.bay']],
    ['{{with .place}}{{¦}}{{end}}', ['.hall', '.bay', ...plain.map((name) => `$.${name}`)]],
    ['{{with .place}}{{else}}{{.¦}}{{end}}', all],
    ['{{with .place}}{{end}}{{.¦', all],
    ['{{with $p := .place}}{{$p.¦', ['hall', 'bay']],
    ['{{range .parts}}{{.¦', ['.id', '.my-key']],
    ['{{range $i, $part := .parts}}{{$part.¦', ['id', 'my-key']],
    ['{{range $part := .parts}}{{$part.¦', ['id', 'my-key']],
    ['{{range .parts}}{{with $.place}}{{.¦', ['.hall', '.bay']],
    ['{{- .¦ -}}', all],
    ['{{.place.hall}} {{upper\n  .¦', all],
  ])('at %s', (marked, expected) => {
    expect(labels(marked)).toEqual(expected)
  })

  test.each([
    '{{"¦',
    '{{"a¦b"}}',
    '{{"ab"¦}}',
    '{{`a¦`}}',
    '{{/* ¦ */}}',
    '{{1¦',
    '{{.temp ¦}}',
    '{{.temp | ¦}}',
    '{{end ¦}}',
    '{¦{',
    '{{.temp}¦}',
    '{{template "a¦"}}',
    '{{define "x"}}{{.¦',
  ])('not at %s', (marked) => {
    expect(labels(marked)).toEqual([])
  })
})

test('functions stand where a call may begin, with their form and what they do', () => {
  expect(labels('{{.temp | rou¦', 'function')).toEqual(['round', 'durationRound'])
  expect(labels('{{upper ¦', 'function')).toEqual([])
  const { choices } = at('{{.deviceId | upp¦')
  expect(choices).toEqual([
    expect.objectContaining({
      label: 'upper',
      detail: 'upper text',
      documentation: 'The text in upper case.',
    }),
  ])
})

test('keywords stand at the start of an action, those of a block only inside of one', () => {
  expect(labels('{{¦', 'keyword')).toEqual(['if', 'range', 'with', 'template', 'define', 'block'])
  expect(labels('{{range .parts}}{{en¦', 'keyword')).toEqual(['end'])
  expect(labels('{{range .parts}}{{b¦', 'keyword')).toEqual(['break', 'block'])
  expect(labels('{{b¦', 'keyword')).toEqual(['block'])
  expect(labels('{{else ¦', 'keyword')).toEqual(['if', 'with'])
  expect(labels('{{.a | ¦', 'keyword')).toEqual([])
})

test('variables are those in scope', () => {
  const text = '{{$a := .temp}}{{if .temp}}{{$b := 1}}{{end}}{{range $i, $e := .parts}}{{$¦'
  expect(labels(text, 'variable')).toEqual(['$e', '$i', '$a', '$'])
})

describe('a choice', () => {
  test.each([
    ['{{¦', '.deviceId', '{{.deviceId¦}}'],
    ['{{¦}}', '.deviceId', '{{.deviceId¦}}'],
    ['{{.de¦vX}} b', '.deviceId', '{{.deviceId¦}} b'],
    ['{"a":{{.¦, "b":{{.temp}}', '.deviceId', '{"a":{{.deviceId¦}}, "b":{{.temp}}'],
    ['{{.place.h¦}}', 'hall', '{{.place.hall¦}}'],
    ['{{.¦}}', '.a b', '{{(index . "a b")¦}}'],
    ['{{(index .parts 0).¦}}', 'my-key', '{{(index (index .parts 0) "my-key")¦}}'],
    ['{{up¦}}', 'upper', '{{upper ¦}}'],
    ['{{.deviceId | up¦}}', 'upper', '{{.deviceId | upper¦}}'],
    ['{{.deviceId | tr¦}}', 'trunc', '{{.deviceId | trunc ¦}}'],
    ['{{no¦}}', 'now', '{{now¦}}'],
    ['a {{i¦}} b', 'if', 'a {{if ¦}}{{end}} b'],
    ['a {{i¦', 'if', 'a {{if ¦}}{{end}}'],
    ['{{i¦}}b{{end}}', 'if', '{{if ¦}}b{{end}}'],
    ['{{if .a}}b{{e¦}}c', 'end', '{{if .a}}b{{end}}¦c'],
    ['{{if .a}}b{{e¦', 'else', '{{if .a}}b{{else}}¦'],
    ['{{if .a}}b{{else i¦}}c{{end}}', 'if', '{{if .a}}b{{else if ¦}}c{{end}}'],
    ['x ¦y', '.temp', 'x {{.temp}}¦y'],
    ['¦', 'if', '{{if ¦}}{{end}}'],
  ])('%s becomes with %s %s', (marked, label, expected) => {
    expect(choose(marked, label)).toBe(expected)
  })
})

test('rows that are sent together are offered one by one, or as the first', () => {
  const rows = listShape(row)
  expect(at('{{¦', rows).choices[0]?.label).toBe('range .')
  expect(choose('{{¦}}', 'range .', rows)).toBe('{{range .¦}}{{end}}')
  expect(choose('{{.dev¦}}', '(index . 0).deviceId', rows)).toBe('{{(index . 0).deviceId¦}}')
  expect(labels('{{range .}}{{.dev¦', 'column', rows)).toEqual(['.deviceId'])
})

test('a column is described by the types and the last value of its rows', () => {
  const [deviceId, temp, place] = at('{{.¦').choices
  expect(deviceId).toMatchObject({ detail: 'string', documentation: 'Last: "p2"' })
  expect(temp).toMatchObject({ detail: 'float', documentation: 'Last: 41.5' })
  expect(place).toMatchObject({ detail: 'struct' })
})

test('shapes of what is declared and what is seen go together', () => {
  const declared = mapShape([
    ['id', valueShape('bigint')],
    ['later', valueShape('string')],
  ])
  const seen = shapeOfRows(['{"id":5}', 'no json', '7', '[{"more":true}]'])
  expect(labels('{{.¦', 'column', mergeShapes(declared, seen))).toEqual(['.id', '.later', '.more'])
  expect(shapeOfRows([])).toBe(unknownShape)
})

test('every function but those that always fail says what it does', () => {
  const silent = Object.keys(templateFunctions).filter((name) => summaryOf(name) === undefined)
  const { choices } = at('{{¦')
  const offered = choices.filter(({ kind }) => kind === 'function').length
  expect(offered + silent.length).toBe(Object.keys(templateFunctions).length)
  for (const name of silent) {
    const compiled = compileTemplate(`{{${name} 1}}`)
    if (!compiled.ok) throw new Error(compiled.message)
    expect(() => compiled.template.render({}), name).toThrow(/not available|non-function/)
  }
})

test('nothing that is typed breaks it', () => {
  const parts = [
    '{{',
    '}}',
    '{{-',
    ' -}}',
    '.',
    'a',
    '$x',
    ':=',
    '|',
    '(',
    ')',
    '"',
    '`',
    '/*',
    '*/',
    ' ',
    'range',
    'end',
    'else',
    'if',
    '1',
    'é',
    '\n',
    '😀',
    ',',
  ]
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...parts), { maxLength: 30 }),
      fc.nat(100),
      (words, cursor) => {
        const source = words.join('')
        const offset = Math.min(cursor, source.length)
        for (const { edit } of completeTemplate(source, offset, row)) {
          expect(edit.start).toBeLessThanOrEqual(edit.end)
          expect(edit.end).toBeLessThanOrEqual(source.length)
          expect(edit.start).toBeLessThanOrEqual(offset)
        }
      },
    ),
  )
})
