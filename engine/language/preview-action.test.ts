import { describe, expect, test } from 'vitest'
import { previewAction } from './preview-action.ts'

const row = '{"b":1.50,"a":"x & y"}'
const shown = (properties: Readonly<Record<string, unknown>>) => {
  const preview = previewAction(properties, row)
  if (preview === undefined) throw new Error('the row is one')
  return preview.ok
    ? [...preview.messages.map(({ text }) => text), ...preview.errors]
    : `${preview.property}: ${preview.message}`
}

describe('the preview of an action', () => {
  test.each([
    [{}, ['[{"a":"x \\u0026 y","b":1.5}]']],
    [{ sendSingle: true, dataTemplate: '{{.a}} is {{.b}}' }, ['x & y is 1.5']],
    [{ sendSingle: true, format: 'delimited', compression: 'gzip' }, ['x & y,1.5']],
    [{ encryption: 'aes', fields: ['b'] }, ['[{"b":1.5}]']],
    [{ sendSingle: true, batchSize: 3 }, ['[{"a":"x \\u0026 y","b":1.5}]']],
    [{ sendSingle: true, omitIfEmpty: true, excludeFields: ['a', 'b'] }, ['{}']],
  ])('with %j', (properties, expected) => {
    expect(shown(properties)).toEqual(expected)
  })

  test('has the dynamic properties and the size', () => {
    const preview = previewAction({ topic: 't/{{.a}}', sendSingle: true, dataTemplate: 'é' }, row)
    expect(preview).toEqual({
      ok: true,
      messages: [{ text: 'é', size: 2, properties: { topic: 't/x & y' } }],
      errors: [],
    })
  })

  test('says why a row is not sent, or why nothing can be', () => {
    expect(shown({ sendSingle: true, dataTemplate: '{{fail "no"}}' })).toEqual([
      expect.stringContaining('error calling fail: no'),
    ])
    expect(shown({ dataTemplate: '{{' })).toMatch(
      /^dataTemplate: template: sink:1: unclosed action/,
    )
  })

  test.each([
    ['dataTemplate', 'a {{.a.b.c}}', '.a.b.c', /^can't evaluate field b in type/],
    ['topic', 't/{{index .a "x"}}', 'index', /^error calling index: /],
    ['url', '{{fail "no"}}', 'fail', /^error calling fail: no$/],
  ])('says where %s %s failed', (property, source, place, message) => {
    const preview = previewAction({ sendSingle: true, [property]: source }, row)
    const failed = preview?.ok === true ? preview.failed : undefined
    expect(failed?.property).toBe(property)
    expect(failed?.message).toMatch(message)
    expect(source.slice(failed?.start, failed?.end)).toBe(place)
  })

  test('tells the time at which the row came', () => {
    const properties = {
      sendSingle: true,
      topic: '{{now | date "2006"}}',
      dataTemplate: '{{now.Unix}}',
    }
    expect(previewAction(properties, row, { at: 1_700_000_000_000 })).toMatchObject({
      messages: [{ text: '1700000000', properties: { topic: '2023' } }],
    })
  })

  test.each(['', '[1]', '5', '{'])('%j is no row', (json) => {
    expect(previewAction({}, json)).toBeUndefined()
  })
})
