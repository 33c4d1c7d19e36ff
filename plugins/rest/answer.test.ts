import { expect, test } from 'vitest'
import { errorCodeIn } from './answer.ts'

test.each<[string, number | undefined]>([
  ['{"code":200}', undefined],
  ['{"code":299}', undefined],
  ['{"code":500}', 500],
  ['{"code":199}', 199],
  ['{"code":0}', 0],
  ['{"code":null}', 0],
  ['{}', 0],
  ['[]', undefined],
  ['[{"code":200},{"code":404}]', 404],
  ['[{"code":"x"},{"code":404}]', undefined],
  ['[{"code":404},1]', undefined],
  ['{"code":"500"}', undefined],
  ['text', undefined],
  ['', undefined],
  ['5', undefined],
  ['null', undefined],
])('%s says %s', (text, code) => {
  expect(errorCodeIn(text)).toBe(code)
})
