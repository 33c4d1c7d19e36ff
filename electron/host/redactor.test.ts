import { describe, expect, test } from 'vitest'
import { createRedactor, redactLines } from './redactor.ts'

const redactorOf = (...values: string[]) => {
  const redactor = createRedactor()
  redactor.add(values)
  return redactor
}

describe('texts', () => {
  test.each([
    ['the login x:hunter2 failed', 'the login x:*** failed'],
    ['{"password":"hunter2"}hunter2', '{"password":"***"}***'],
    ['as base64 aHVudGVyMg== it goes', 'as base64 *** it goes'],
    ['nothing of it', 'nothing of it'],
  ])('%s becomes %s', (given, wanted) => {
    expect(redactorOf('hunter2').text(given)).toBe(wanted)
  })

  test('as JSON and URLs write it', () => {
    const redactor = redactorOf('a"b/c d')
    expect(redactor.text('{"p":"a\\"b/c d"} mqtt://u:a%22b%2Fc%20d@h')).toBe(
      '{"p":"***"} mqtt://u:***@h',
    )
  })

  test('a short one only where it stands for itself', () => {
    expect(redactorOf('a1').text('a1, xa1y, "a1"')).toBe('***, xa1y, "***"')
  })

  test('what is a part of another leaves nothing of it behind', () => {
    expect(redactorOf('secret', 'secretword').text('secretword secret')).toBe('*** ***')
  })

  test('patterns are taken as texts, and an empty one is none', () => {
    expect(redactorOf('(a+)+$', '').text('x (a+)+$ y')).toBe('x *** y')
  })
})

test('rows lose a long secret and keep what may be data', () => {
  const redactor = redactorOf('hunter2-and-more', 'oven')
  expect(redactor.data('{"a":"oven-11","b":"hunter2-and-more"}')).toBe('{"a":"oven-11","b":"***"}')
})

test('news between processes keep their names and lose secrets in what is said', () => {
  const redactor = redactorOf('telemetry', 'longsecret')
  const payload = new Uint8Array([1])
  const news = {
    type: 'status',
    nodes: [
      {
        node: 'stream/telemetry',
        message: 'no telemetry for longsecret',
        lastError: { message: 'longsecret', row: { a: ['longsecret'], n: 1n }, payload },
      },
    ],
  }
  expect(redactor.news(news)).toEqual({
    type: 'status',
    nodes: [
      {
        node: 'stream/telemetry',
        message: 'no *** for ***',
        lastError: { message: '***', row: { a: ['***'], n: 1n }, payload },
      },
    ],
  })
  expect(createRedactor().news(news)).toBe(news)
})

test('a secret that is cut in two pieces is found', () => {
  const written: string[] = []
  const lines = redactLines(redactorOf('hunter2'), (text) => written.push(text))
  lines.add('one hun')
  lines.add('ter2 two\nthree hunt')
  expect(written).toEqual(['one *** two\n'])
  lines.add('er2')
  lines.end()
  lines.end()
  expect(written).toEqual(['one *** two\n', 'three ***'])
})
