import { expect, test } from 'vitest'
import { templateFaults } from './template-faults.ts'

test.each([
  [{ topic: 'a/{{.id}}', dataTemplate: '{{.a}}', bufferLength: 5 }, []],
  [
    { dataTemplate: 'x {{nofunc .a}}' },
    [['dataTemplate', 'template: sink:1: function "nofunc" not defined', 'nofunc']],
  ],
  [{ topic: 'a/{{.id | y}}' }, [['topic', 'template: sink:1: function "y" not defined', 'y']]],
  [
    { dataTemplate: '{{', headers: { 'X-Id': '{{z}}' } },
    [
      ['dataTemplate', 'template: sink:1: unclosed action', '{{'],
      ['headers.X-Id', 'template: sink:1: function "z" not defined', 'z'],
    ],
  ],
  [{ topic: 'a/{{.never closed' }, []],
])('%j', (properties, faults) => {
  const texts: Readonly<Record<string, string>> = {
    'headers.X-Id': '{{z}}',
    ...(properties as Readonly<Record<string, string>>),
  }
  const found = templateFaults(properties).map(({ property, message, span }) => [
    property,
    message,
    texts[property]?.slice(span.start, span.end),
  ])
  expect(found).toEqual(faults)
})
