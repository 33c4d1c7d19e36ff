import { describe, expect, test } from 'vitest'
import { describeValue } from '../types/go-text.ts'
import { evaluateText } from './evaluate-text.ts'

/** The result as `type(value)`, or the error's text. */
function outcome(expression: string, row?: string): string {
  try {
    return describeValue(evaluateText(expression, row))
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

const NULL = '<nil>(<nil>)'

describe('arithmetic', () => {
  test.each([
    ['7 / 2', 'int64(3)'],
    ['-7 / 2', 'int64(-3)'],
    ['-7 % 2', 'int64(-1)'],
    ['7 / 2.0', 'float64(3.5)'],
    ['9223372036854775807 + 1', 'int64(-9223372036854775808)'],
    ['-9223372036854775808 / -1', 'int64(-9223372036854775808)'],
    ['7.5 % 2', 'float64(1.5)'],
    ['1 / 0', 'divided by zero'],
    ['1.5 % 0', 'divided by zero'],
    ['null + (1 / 0)', 'divided by zero'],
    ['null + 1', NULL],
    ["'a' + 1", 'invalid operation string(a) + int64(1)'],
    ['7.5 & 2', 'invalid operation float64(7.5) & float64(2)'],
    ['6 ^ 3', 'int64(5)'],
    ['true | false', 'bool(true)'],
    ['null & 3', 'bool(false)'],
    ['b + 1', '+ is an invalid operation for []interface {}'],
    ['b + null', '+ is an invalid operation for []interface {}'],
    ['1 + b', 'invalid operation int64(1) + []interface {}([1 2])'],
  ])('%s', (expression, expected) => {
    expect(outcome(expression, '{"b":[1,2]}')).toBe(expected)
  })
})

describe('comparison and logic', () => {
  test.each([
    ['a = 5', 'bool(true)'],
    ['a != null', 'bool(false)'],
    ['null = null', 'bool(false)'],
    ['9007199254740993 = 9007199254740992.0', 'bool(true)'],
    ["'10' < '9'", 'bool(true)'],
    ["'\u00e9' > 'z'", 'bool(true)'],
    ['true < false', 'invalid operation bool(true) < bool(false)'],
    ['true = true', 'bool(true)'],
    ["'5' = 5", 'invalid operation string(5) = int64(5)'],
    ['false AND 1 / 0 = 1', 'bool(false)'],
    ['true OR 1 / 0 = 1', 'bool(true)'],
    ['null OR true', 'bool(false)'],
    ['false OR null', 'bool(false)'],
    ['true AND 5', 'invalid operation bool(true) AND int64(5)'],
    ["cast(0, 'datetime') = 0", 'bool(true)'],
    ["cast(0, 'datetime') < '1970-01-02'", 'bool(true)'],
    [
      "0 = cast(0, 'datetime')",
      'invalid operation int64(0) = time.Time(1970-01-01 00:00:00 +0000 UTC)',
    ],
    ['power(-1, 0.5) = power(-1, 0.5)', 'bool(false)'],
  ])('%s', (expression, expected) => {
    expect(outcome(expression, '{"a":5}')).toBe(expected)
  })

  test('a long chain of conditions needs no deep recursion', () => {
    const chain = Array.from({ length: 300 }, (_, i) => `a != ${i + 10}`).join(' AND ')
    expect(outcome(chain, '{"a":5}')).toBe('bool(true)')
  })
})

describe('IN and BETWEEN', () => {
  test.each([
    ['a IN (1, 5)', 'bool(true)'],
    ['a NOT IN (1, 5)', 'bool(false)'],
    ['null IN (1)', 'bool(false)'],
    ['null NOT IN (1)', 'bool(false)'],
    ['a IN (null, 5)', 'bool(true)'],
    ['a IN (5, 1 / 0)', 'bool(true)'],
    [
      'a IN (1 / 0, 5)',
      'evaluate in expression error: invalid operation float64(5) = *errors.errorString(divided by zero)',
    ],
    ["a IN (1, 'x')", 'evaluate in expression error: invalid operation float64(5) = string(x)'],
    ["'x' IN (1, 2)", 'evaluate in expression error: invalid operation string(x) = int64(1)'],
    ['a IN list', 'bool(true)'],
    ['a NOT IN nothing', 'bool(true)'],
    ['50 IN text', 'bool(true)'],
    ['a IN a', 'the right side of IN must be a list or an array, but is float64 5'],
    ['list IN (1)', 'IN is an invalid operation for []interface {}'],
    ['a BETWEEN 5 AND 6', 'bool(true)'],
    ['a NOT BETWEEN 6 AND 4', 'bool(true)'],
    ['null NOT BETWEEN 1 AND 2', 'bool(false)'],
    ["length('ab') BETWEEN 1 AND 'x'", 'between operator cannot compare int(2) and string(x)'],
    ["a BETWEEN 2 AND 'x'", 'between operator cannot compare float64(5) and string(x)'],
    ['a BETWEEN 1 AND 2 + 3', '+ is an invalid operation for []interface {}'],
  ])('%s', (expression, expected) => {
    expect(outcome(expression, '{"a":5,"list":[1,5],"text":"2"}')).toBe(expected)
  })

  test('a list of a hundred thousand elements is looked up, not walked', () => {
    const list = Array.from({ length: 100_000 }, (_, i) => `'k${i}'`).join(',')
    expect(outcome(`a IN (${list})`, '{"a":"k99999"}')).toBe('bool(true)')
  })
})

describe('LIKE', () => {
  test.each([
    ["a LIKE 'pump%'", 'bool(true)'],
    ["a LIKE '%-7'", 'bool(true)'],
    ["a LIKE '%mp%'", 'bool(true)'],
    ["a LIKE 'pump-7'", 'bool(true)'],
    ["a NOT LIKE 'p_mp-7'", 'bool(false)'],
    ["b LIKE 'x%'", 'bool(false)'],
    ["5 LIKE 'x'", 'LIKE operator left operand expects string, but found 5'],
    ["null LIKE 'x'", 'LIKE operator left operand expects string, but found <nil>'],
    ['a LIKE null', 'invalid LIKE pattern, must be a string but got <nil>'],
    [
      "a LIKE concat('(', a)",
      'invalid LIKE pattern: error parsing regexp: missing closing ): `^(pump-7$`',
    ],
  ])('%s', (expression, expected) => {
    expect(outcome(expression, '{"a":"pump-7","b":"x\\ny"}')).toBe(expected)
  })
})

describe('CASE', () => {
  test.each([
    ["CASE a WHEN 1 THEN 'one' WHEN 5 THEN 'five' END", 'string(five)'],
    ["CASE WHEN a > 9 THEN 'big' END", NULL],
    ['CASE WHEN a > 9 THEN 1 ELSE a END', 'float64(5)'],
    ["CASE null WHEN null THEN 'x' ELSE 'y' END", 'string(y)'],
    [
      "CASE a / 0 WHEN 1 THEN 'x' END",
      'evaluate case expression error: invalid operation *errors.errorString(divided by zero) = int64(1)',
    ],
    ['CASE WHEN true THEN 1 / 0 END', 'divided by zero'],
  ])('%s', (expression, expected) => {
    expect(outcome(expression, '{"a":5}')).toBe(expected)
  })
})

describe('paths', () => {
  const row = '{"o":{"x":5,"d":{"y":[1,2,3]}},"arr":[1,2,3,4,5],"n":null,"num":4,"empty":[]}'
  test.each([
    ['o.x', 'float64(5)'],
    ['o->d->y[-1]', 'float64(3)'],
    ['o.d.y[1]', 'float64(2)'],
    ['o.nope.y', NULL],
    ['n.x', NULL],
    ['num.x', NULL],
    ['arr.x', 'the result [1 2 3 4 5] is not a type of map[string]interface{}'],
    ["o->'x'", 'the right expression is not a field reference node'],
    ['arr[1.9]', 'float64(2)'],
    ['arr[5]', 'out of index: 5 of 5'],
    ["arr['1']", 'invalid evaluation result - <nil>'],
    ['o[0]', '[] is an invalid operation for map[string]interface {}'],
    ['num[0]', 'invalid operation float64(4) [] *xsql.BracketEvalResult(&{0 0})'],
    ['n[0:1]', NULL],
    ['arr[1:3]', '[]interface {}([2 3])'],
    ['arr[]', '[]interface {}([1 2 3 4 5])'],
    ['arr[-3:-1]', '[]interface {}([3 4])'],
    ['arr[3:-2]', '[]interface {}([])'],
    ['arr[(1):(1)]', 'float64(2)'],
    ['arr[3:-4]', 'start cannot be greater than end. start:3  end:1'],
    ['arr[1:6]', 'end value is out of index: 6 of 5'],
    ['empty[0:1]', 'start value is out of index: 0 of 0'],
    ["decode('aGk=', 'base64')[1]", 'int64(105)'],
  ])('%s', (expression, expected) => {
    expect(outcome(expression, row)).toBe(expected)
  })
})
