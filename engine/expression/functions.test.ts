import { describe, expect, test } from 'vitest'
import { toJsonText } from '../types/json-text.ts'
import { evaluateText } from './evaluate-text.ts'

/** The result as JSON, or the error's text. */
function outcome(expression: string, row?: string): string {
  try {
    return toJsonText(evaluateText(expression, row))
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

const table = (cases: readonly (readonly [string, string, string?])[]) => {
  test.each(cases.map(([expression, expected, row]) => [expression, row ?? '{}', expected]))(
    '%s on %s',
    (expression, row, expected) => {
      expect(outcome(expression, row)).toBe(expected)
    },
  )
}

describe('null, an empty list and an empty object give null before most functions look at them', () => {
  table([
    ['abs(a)', 'null'],
    ['abs(a)', 'null', '{"a":[]}'],
    ['upper(a)', 'null', '{"a":{}}'],
    ["startswith(a, 'x')", 'false'],
    ['length(a)', '0', '{"a":[]}'],
    ["concat(a, 'x')", '"x"'],
    ["indexof(a, 'x')", '-1'],
    ["cast(a, 'bigint')", 'null', '{"a":[]}'],
    ['coalesce(a, 1 / 0)', 'divided by zero', '{"a":1}'],
  ])
})

describe('numbers', () => {
  table([
    ['abs(a)', 'call func abs error: only float64 & int type are supported', '{"a":"5"}'],
    ['abs(-9007199254740993)', '9007199254740992'],
    ['asin(a)', 'null', '{"a":2}'],
    ['cot(a)', 'call func cot error: out-of-range error', '{"a":0}'],
    ['ln(a)', 'The argument must be a strictly positive number but got -1', '{"a":-1}'],
    ['sqrt(-2.0)', 'The argument must be a positive number but got -2'],
    ['mod(7, a)', 'json: unsupported value: NaN', '{"a":"x"}'],
    ['round(a, 2)', '2.68', '{"a":2.675}'],
    ['round(a)', '-3', '{"a":-2.5}'],
    ['trunc(a, -2)', '1300', '{"a":1250}'],
    ['trunc(a, b)', 'call func trunc error: The 2nd parameter must be int value.', '{"a":1,"b":2}'],
    ['conv(a, 10, 2)', `"${'1'.repeat(61)}011"`, '{"a":"-5"}'],
    ['conv(a, -10, -2)', '"-101"', '{"a":"-5"}'],
    ['conv(a, 10, 37)', 'null', '{"a":"1"}'],
    ['conv(a, 16, 10)', '"255"', '{"a":"ffz"}'],
    ['dec2hex(a)', '"0x-1"', '{"a":-1}'],
    ["hex2dec('0X1')", 'call func hex2dec error: invalid hexadecimal value: 0X1'],
    [
      'bitand(2, a)',
      'call func bitand error: Expect int type for the second operand but got 2.5',
      '{"a":2.5}',
    ],
    ['power(a, 400)', 'json: unsupported value: +Inf', '{"a":10}'],
  ])
})

describe('texts', () => {
  table([
    ['upper(a)', '"STRA\u00dfE"', '{"a":"stra\u00dfe"}'],
    ['lower(a)', '"i"', '{"a":"\u0130"}'],
    ['lower(a)', '"1e+06"', '{"a":1000000}'],
    ['length(a)', '2', '{"a":"\ud83d\ude00!"}'],
    ["length(cast(a, 'bytea'))", '21', '{"a":"aGVsbG8="}'],
    [
      'substring(a, 1)',
      '"\\ufffd\\ufffd\u5ea6"'.replaceAll('\\ufffd', '\ufffd'),
      '{"a":"\u6e29\u5ea6"}',
    ],
    [
      'substring(a, 3, 2)',
      'call func substring error: start index must be smaller than end index',
      '{"a":"pump"}',
    ],
    ["lpad('x', -1)", 'call func lpad error: the number of blanks is negative: -1'],
    ["split_value(a, ',', b)", '"c"', '{"a":"a,b,c","b":-1}'],
    [
      "split_value(a, ',', 3)",
      'call func split_value error: 3 out of index array (size = 3)',
      '{"a":"a,b,c"}',
    ],
    ['trim(a)', '"x"', '{"a":"\u00a0x\u3000"}'],
    ["regexp_replace(a, '(\\\\w)-', '$1x')", '"b"', '{"a":"a-b"}'],
    ["regexp_replace(a, 'x*', '-')", '"-a-b-"', '{"a":"ab"}'],
    [
      "regexp_matches(a, '(')",
      'call func regexp_matches error: error parsing regexp: missing closing ): `(`',
      '{"a":"x"}',
    ],
    ["format(a, 2, 'en_US')", '"1,234,567.89"', '{"a":1234567.891}'],
    [
      "format(a, 2, 'en')",
      'call func format error: not support for the specific locale:en',
      '{"a":1}',
    ],
    ["format(a, 2, 'en_IN')", '"12,34,567.89"', '{"a":1234567.891}'],
  ])
})

describe('hashes of more than one block', () => {
  const row = `{"a":"${'a'.repeat(200)}"}`
  table([
    ['md5(a)', '"887f30b43b2867f4a9accceee7d16e6c"', row],
    ['sha1(a)', '"e61cfffe0d9195a525fc6cf06ca2d77119c24a40"', row],
    ['sha256(a)', '"c2a908d98f5df987ade41b5fce213067efbcc21ef2240212a41e54b5e7c28ae5"', row],
    ['crc32(a)', '"599af058"', row],
    ['crc32(a)', '"0"', '{"a":""}'],
  ])
})

describe('conversions', () => {
  table([
    ["cast(a, 'string')", '"1000000000000000000000"', '{"a":1e21}'],
    ["cast(a, 'bytea')", '"aGk="', '{"a":"aGk="}'],
    [
      'cast(a, b)',
      'call func cast error: unknow type, only support bigint, float, string, boolean and datetime',
      '{"a":1,"b":"INT"}',
    ],
    ["encode(a, 'base64')", 'call func encode error: Only string type can be encoded.', '{"a":1}'],
    [
      "decode(a, 'base64')",
      'call func decode error: fail to decode base64 string: illegal base64 data at input byte 0',
      '{"a":"!"}',
    ],
    ['chr(a)', 'call func chr error: Parameter length cannot larger than 1.', '{"a":"ab"}'],
    ['chr(65)', '65'],
    ["compress(a, 'rar')", 'call func compress error: unsupported compressor: rar', '{"a":"x"}'],
    [
      "decompress(a, 'zlib')",
      'call func decompress error: failed to decompress: unexpected EOF',
      '{"a":""}',
    ],
    [
      "decompress(a, 'gzip')",
      'call func decompress error: failed to decompress: gzip: invalid header',
      '{"a":"0123456789abc"}',
    ],
    ['to_json(a)', '"\\"\\\\u003c\\""', '{"a":"<"}'],
    [
      'parse_json(a)',
      'call func parse_json error: fail to parse json: unexpected end of JSON input',
      '{"a":""}',
    ],
  ])
})

describe('times', () => {
  table([
    ['hour(a)', '12', '{"a":"2024-02-29T12:34:56+02:00"}'],
    ['hour(a)', 'call func hour error: unsupported type to convert to timestamp <nil>'],
    ["hour(convert_tz(a, 'Asia/Tokyo'))", '9', '{"a":0}'],
    [
      "convert_tz(a, 'Nowhere')",
      'call func convert_tz error: unknown time zone Nowhere',
      '{"a":0}',
    ],
    ["concat('d', day_of_week(a))", '"dTuesday"', '{"a":"2024-03-05"}'],
    [
      'day_of_week(a) = 2',
      'invalid operation time.Weekday(Tuesday) = int64(2)',
      '{"a":"2024-03-05"}',
    ],
    ["date_calc(a, '--1h')", '"1970-01-01 01:00:00"', '{"a":0}'],
    ["date_calc(a, '-')", 'call func date_calc error: time: invalid duration ""', '{"a":0}'],
    ['date_diff(a, b) / 2', 'invalid operation time.Duration(5s) / int64(2)', '{"a":0,"b":5000}'],
    ['date_diff(a, b)', '9223372036854775807', '{"a":"1700-01-01","b":"2024-01-01"}'],
    ['from_days(a)', 'null', '{"a":0}'],
    ['last_day(a)', '"2023-02-28"', '{"a":"2023-02-10"}'],
    ['now()', '"2023-11-14 22:13:20"'],
    ['now(3)', 'call func now error: a number of fraction digits is accepted, but cannot be used'],
    ['to_seconds(a)', '-1', '{"a":-1}'],
  ])
})

describe('arrays tell integers from floats, and one Go integer type from another', () => {
  table([
    ['array_contains(a, 3)', 'false', '{"a":[3]}'],
    ['array_contains(a, 3.0)', 'true', '{"a":[3]}'],
    ['array_contains(array_create(3), 3)', 'true'],
    ["array_contains(array_create(3), cast(3, 'bigint'))", 'false'],
    ["array_position(array_create(1, 3), length('abc'))", '-1'],
    ["repeat('x', 2)", 'call func repeat error: second argument should be int'],
    ["repeat('x', length('ab'))", '["x","x"]'],
    ["sequence(cast(7, 'bigint'), cast(1, 'bigint'), cast(-3, 'bigint'))", '[7,4,1]'],
    [
      'array_contains(keys(a), b)',
      'call func array_contains error: first argument should be array of interface{}',
      '{"a":{"k":1},"b":"k"}',
    ],
    ['length(keys(a))', '5', '{"a":{"abc":1}}'],
  ])
})

describe('arrays and objects', () => {
  table([
    ['array_sort(a)', '[1,10,100,9]', '{"a":[9,10,1,100]}'],
    ['array_flatten(a)', '[1,[2],3]', '{"a":[[1,[2]],3]}'],
    ['array_flatten(a)', 'null', '{"a":[[]]}'],
    ['isnull(array_flatten(a))', 'true', '{"a":[[]]}'],
    ['array_intersect(a, b)', '[3,2]', '{"a":[1,2,2,3],"b":[3,2,9,2]}'],
    ['array_union(a, b)', '[1]', '{"b":[1,1]}'],
    ['array_except(a, b)', 'null', '{"b":[1]}'],
    ['array_distinct(a)', '[[1],[1],2]', '{"a":[[1],[1],2,2]}'],
    ['object_size(a)', '0'],
    [
      "array_map('sum', a)",
      'call func array_map error: first argument should be a scalar function.',
      '{"a":[1]}',
    ],
    ["object_pick(a, 'o.z')", '{}', '{"a":{"o":{"x":1}}}'],
    ['array_except(a, b)', '[1]', '{"a":[1,2,1],"b":[2]}'],
    [
      'array_max(a)',
      'call func array_max error: requires float64 but found string(x)',
      '{"a":[1,"x"]}',
    ],
    ["array_join(a, ',', '?')", '"a,?"', '{"a":["a",null]}'],
    ["array_map('sqrt', a)", '[2,{}]', '{"a":[4,-1]}'],
    ['upper(a)', '"\u1f88\u0130"', '{"a":"\u1f80\u0130"}'],
    ["array_map('upper', a)", '["1",""]', '{"a":[1,null]}'],
    [
      "array_map('nope', a)",
      'call func array_map error: unknown built-in function: nope.',
      '{"a":[1]}',
    ],
    [
      'array_contains(a, b)',
      'call func array_contains error: []interface {}([1]) cannot be compared',
      '{"a":[[1]],"b":[1]}',
    ],
    ['element_at(a, 5)', 'call func element_at error: index out of range', '{"a":[1]}'],
    ["object_construct('k', a, b, 1)", '{"k":null}'],
    ['erase(a, b)', '{"z":3}', '{"a":{"x":1,"y":2,"z":3},"b":["x","y"]}'],
    ["object_pick(a, 'o.x', 'o.y')", '{"o":{"x":1},"y":2}', '{"a":{"o":{"x":1,"y":2}}}'],
    ['kvpair_array_to_obj(obj_to_kvpair_array(a))', '{"j":[1],"k":9}', '{"a":{"k":9,"j":[1]}}'],
  ])

  test('array_remove changes the array of the row as well', () => {
    const expression = 'array_create(array_remove(a, 1.0), a)'
    expect(outcome(expression, '{"a":[1,2,1,3]}')).toBe('[[2,3],[2,3,1,3]]')
  })
})

describe('JSON paths', () => {
  const row =
    '{"d":{"name":"m","temp":21.5,"parts":[{"id":1,"w":5},{"id":2,"w":15},{"id":3}],"e":[]}}'
  const cases: readonly (readonly [string, string])[] = [
    ['$.name', '"m"'],
    ['$.parts[1].w', '15'],
    ['$.parts[*].w', '[5,15]'],
    ['$.parts[0:2].id', '[1,2]'],
    ['$.parts[-2:].id', '[2,3]'],
    ['$.parts[:-1].id', '[]'],
    ['$.parts[::-2].id', '[3,1]'],
    ['$.parts[::].id', '[1,2,3]'],
    ['$.parts[?(@.w)].id', '[1,2]'],
    ['$.parts[? @.w>10].id', '[2]'],
    ['$.parts[?(@.w>1 && @.id<2)].id', '[1]'],
    ['$..w', '[5,15]'],
    ['$.temp + 1', '22.5'],
    ['temp * 2', '43'],
    ['$.nope', 'call func json_path_query error: unknown key nope'],
    ['$.parts[9]', 'call func json_path_query error: index 9 out of bounds'],
    ['$.parts[-1]', 'call func json_path_query error: index -1 out of bounds'],
    [
      '$.name.x',
      'call func json_path_query error: unsupported value type string for select, expected map[string]interface{} or []interface{}',
    ],
  ]
  test.each(cases)('%s', (path, expected) => {
    expect(outcome(`json_path_query(d, '${path}')`, row)).toBe(expected)
  })

  test('a path in brackets needs double quotes', () => {
    expect(outcome(`json_path_query(d, "$['name']")`, row)).toBe(
      "call func json_path_query error: parsing error: $['name']\t:1:3 - 1:9 could not parse string: invalid syntax",
    )
  })

  table([
    ["json_path_exists(d, '$.e')", 'false', row],
    ["json_path_exists(d, '$.[')", 'false', row],
    [
      "json_path_query_first(d, '$.name')",
      'call func json_path_query_first error: query result (m) is not an array',
      row,
    ],
    ["json_path_query(5, '$')", 'call func json_path_query error: invalid data 5 for jsonpath'],
  ])
})

describe('functions of the server', () => {
  table([
    ["delay(5, 'x')", '"x"'],
    ["delay(1.5, 'x')", '"x"'],
    ["delay(a, 'x')", 'null'],
    ["delay(a, 'x')", 'call func delay error: cannot convert string(bar) to int', '{"a":"bar"}'],
    ["get_keyed_state(a, 'bigint', 5)", 'null'],
    ["get_keyed_state(a, 'bigint', 5)", '5', '{"a":"k"}'],
    [
      "get_keyed_state(a, 'bigint', 5)",
      'call func get_keyed_state error: key 7 is not a string',
      '{"a":7}',
    ],
    ["props('et')", '"1700000000000"'],
    ["props('other')", 'call func props error: '],
    [
      'props(a)',
      'call func props error: invalid input 7: must be property name of string type',
      '{"a":7}',
    ],
  ])
})

test('dedup_trigger inside an expression fails on the row and says so', () => {
  expect(outcome('dedup_trigger(a, b, c, 100)', '{"a":1}')).toBe(
    'dedup_trigger cannot run here: write it as a field of its own in the SELECT list',
  )
})
