import { expect, test } from 'vitest'
import { actionProblems } from './action-problems.ts'
import type { ActionContext } from './language.ts'

const context: ActionContext = {
  accepts: 'bytes',
  writesStream: false,
  formats: [{ type: 'protobuf', needsSchema: true, schemaSuffix: '.proto' }],
  schemas: { 'plant.proto': 'message Reading {}' },
  ruleOptions: {},
}

function problemsIn(properties: Readonly<Record<string, unknown>>, more?: Partial<ActionContext>) {
  return actionProblems({ id: 'alarm', properties }, { ...context, ...more })
}

test.each([
  [{ dataTemplate: '{{.a}}', topic: 'a/{{.b}}' }, []],
  [
    { dataTemplate: 'a\nb {{nofunc .a}}' },
    [
      [
        'dataTemplate',
        'template: sink:2: function "nofunc" not defined, at line 2, column 5.',
        'nofunc',
      ],
    ],
  ],
  [
    { DATATEMPLATE: 'a\nb {{nofunc .a}}' },
    [
      [
        'DATATEMPLATE',
        'template: sink:2: function "nofunc" not defined, at line 2, column 5.',
        'nofunc',
      ],
    ],
  ],
  [
    { headers: { 'X-Id': '{{no}}' } },
    [['headers', 'template: sink:1: function "no" not defined, at line 1, column 3 of X-Id.', '']],
  ],
])('templates of %j', (properties, expected) => {
  const problems = problemsIn(properties)
  const texts = properties as Readonly<Record<string, unknown>>
  const found = problems.map(({ field = '', message, start, end }) => {
    const text = texts[field]
    return [field, message, typeof text === 'string' ? text.slice(start, end) : '']
  })
  expect(found).toEqual(expected)
  expect(problems.every(({ node, severity }) => node === 'alarm' && severity === 'error')).toBe(
    true,
  )
})

test.each([
  [{ format: 'protobuf' }, 'schemaId', /^Schema type protobuf id {2}not found in registry\.$/],
  [{ format: 'protobuf', schemaId: 'x.Y' }, 'schemaId', /id x not found/],
  [{ format: 'nosuch' }, 'format', /^Format type nosuch not supported\.$/],
  [{ batchSize: -1 }, 'batchSize', /invalid batchSize -1\.$/],
  [{ batchSize: 2n ** 70n }, 'batchSize', /^batchSize takes a whole number/],
])('%o is wrong at %s', (properties, field, message) => {
  const problems = problemsIn(properties)
  expect(problems).toMatchObject([{ field, severity: 'error', code: 'CFG5004', node: 'alarm' }])
  expect(problems[0]?.message).toMatch(message)
  expect(problems[0]?.hint ?? 'a kind').not.toBe('')
})

test('what only the engine host knows is not judged', () => {
  expect(problemsIn({ format: 'Protobuf', schemaId: 'plant.Nosuch', sendSingle: true })).toEqual([])
  expect(problemsIn({ encryption: 'aes' })).toEqual([])
  expect(problemsIn({ encryption: 'aes' }, { keyProblem: 'no key' })).toMatchObject([
    { field: 'encryption', message: 'Get encryptor aes fail with error: no key.' },
  ])
  expect(problemsIn({ format: '${secret:alarm_format}' })).toEqual([])
})

test('surprises are warnings with what to do', () => {
  expect(problemsIn({ dataTemplate: 'x', batchSize: 2 })).toEqual([
    {
      severity: 'warning',
      code: 'CFG5101',
      message: 'Nothing is ever sent: a batch cannot take the text of a data template.',
      hint: 'Set batchSize and lingerInterval to 0, or add fields or dataField, which read the text as JSON.',
      node: 'alarm',
      field: 'dataTemplate',
    },
  ])
})

test("the rule's slice mode counts", () => {
  const ruleOptions = { experiment: { useSliceTuple: true } }
  expect(problemsIn({ dataField: 'a' }, { ruleOptions })).toMatchObject([
    { field: 'dataField', message: 'Slice tuple mode do not support sink dataField yet.' },
  ])
})
