import { describe, expect, test } from 'vitest'
import { fieldsOf, isVisible, mergeSchemas, starterOf, titleOf } from './schema.ts'
import { validateProperties } from './validation.ts'

const schema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    topic: {
      type: 'string',
      pattern: '^[^#]*$',
      patternMessage: 'No #.',
      title: 'Topic',
      dynamic: true,
    },
    qos: { type: 'integer', enum: [0, 1, 2], title: 'QoS', default: 0 },
    port: { type: 'integer', minimum: 1, maximum: 65535, title: 'Port', dynamic: true },
    ratio: { type: 'number', title: 'Ratio' },
    retained: { type: 'boolean', title: 'Retain' },
    method: { type: 'string', enum: ['GET', 'POST'], anyCase: true, title: 'Method' },
    mode: { anyOf: [{ const: 'a' }, { const: 'b' }], title: 'Mode' },
    headers: { type: 'object', additionalProperties: { type: 'string' }, title: 'Headers' },
    every: { type: 'string', pattern: '^\\d+(ms|s)$', title: 'Every' },
    token: { type: 'string', title: 'Token', visibleIf: { property: 'mode', values: ['a'] } },
  },
  required: ['topic', 'token'],
}

describe('validateProperties', () => {
  const good = { topic: 't', mode: 'b' }
  test.each([
    ['all is well', good, {}],
    ['a missing required property', { mode: 'b' }, { topic: 'Topic is required.' }],
    ['an empty required property', { ...good, topic: '' }, { topic: 'Topic is required.' }],
    [
      'a required property that is shown',
      { topic: 't', mode: 'a' },
      { token: 'Token is required.' },
    ],
    ['a text for a number', { ...good, port: '80x' }, { port: 'Must be a whole number.' }],
    ['a fraction for a whole number', { ...good, port: 1.5 }, { port: 'Must be a whole number.' }],
    ['a number that is too small', { ...good, port: 0 }, { port: 'Must be at least 1.' }],
    ['a number that is too large', { ...good, port: 70000 }, { port: 'Must be at most 65535.' }],
    ['no choice of an enum', { ...good, qos: 3 }, { qos: 'Must be one of 0, 1, 2.' }],
    ['a choice in another case', { ...good, method: 'post' }, {}],
    ['no choice in any case', { ...good, method: 'put' }, { method: 'Must be one of GET, POST.' }],
    ['a choice whose case counts', { topic: 't', mode: 'B' }, { mode: 'Must be one of a, b.' }],
    ['no choice of constants', { topic: 't', mode: 'c' }, { mode: 'Must be one of a, b.' }],
    ['a wrong type inside', { ...good, headers: { a: 1 } }, { headers: 'Must be a text. (at a)' }],
    ['another form', { ...good, every: 'soon' }, { every: 'Does not have the form ^\\d+(ms|s)$.' }],
    ['a template where a row decides', { ...good, port: '{{.port}}' }, {}],
    ['a template of another form', { ...good, topic: 'a/{{.b}}/#' }, { topic: 'No #.' }],
    [
      'a name in another case',
      { ...good, topic: null, Topic: 't', PORT: 0 },
      { PORT: 'Must be at least 1.' },
    ],
    ['a default that is asked for', { ...good, port: null }, {}],
    ['unknown properties are kept', { ...good, elsewhere: 1 }, {}],
  ])('%s', (_name, values, errors) => {
    expect(validateProperties(schema, values)).toEqual(errors)
  })
})

test('fields have the hints of their schema', () => {
  const [field] = fieldsOf({
    properties: {
      password: { type: 'string', secret: true, group: 'Connection', description: 'Help' },
    },
    required: ['password'],
  })
  expect(field).toMatchObject({
    key: 'password',
    title: 'Password',
    help: 'Help',
    group: 'Connection',
    isSecret: true,
    isRequired: true,
  })
})

test('a condition counts the default of the other property', () => {
  const fields = fieldsOf({
    properties: {
      cache: { type: 'boolean', default: true },
      resend: { type: 'string', visibleIf: { property: 'cache', values: [true] } },
    },
  })
  const resend = fields[1]
  if (resend === undefined) throw new Error('there are two fields')
  expect(isVisible(resend, fields, {})).toBe(true)
  expect(isVisible(resend, fields, { cache: false })).toBe(false)
})

test("a component's own property goes before a common one", () => {
  const merged = mergeSchemas(
    { properties: { format: { type: 'string', default: 'csv' } } },
    { properties: { format: { type: 'string' }, sendSingle: { type: 'boolean' } } },
  )
  expect(fieldsOf(merged).map(({ key, defaultValue }) => [key, defaultValue])).toEqual([
    ['format', 'csv'],
    ['sendSingle', undefined],
  ])
})

test.each([
  ['sendSingle', 'Send single'],
  ['client_id', 'Client id'],
  ['url', 'Url'],
])('%s is titled %s', (key, title) => {
  expect(titleOf(key)).toBe(title)
})

test('a new node starts with what the schema says, so that its form is without errors', () => {
  const rows = { type: 'array', minItems: 1, title: 'Rows', starter: [{ a: 1 }] }
  const own = { type: 'object', properties: { rows, loop: { default: true } }, required: ['rows'] }
  expect(starterOf(own)).toEqual({ rows: [{ a: 1 }] })
  expect(validateProperties(own, starterOf(own))).toEqual({})
  expect(validateProperties(own, {})).toEqual({ rows: 'Rows is required.' })
})
