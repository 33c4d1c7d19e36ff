import { expect, test } from 'vitest'
import { templateProblems } from './template-problems.ts'

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
    { headers: { 'X-Id': '{{no}}' } },
    [['headers', 'template: sink:1: function "no" not defined, at line 1, column 3 of X-Id.', '']],
  ],
])('%j', (properties, expected) => {
  const problems = templateProblems({ id: 'alarm', properties })
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
