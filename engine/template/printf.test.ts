import { describe, expect, test } from 'vitest'
import { createPayloadDecoder } from '../decode/index.ts'
import type { RecordValue } from '../types/value.ts'
import { compileTemplate } from './index.ts'

const decode = createPayloadDecoder('json', '')
const row = decode(
  new TextEncoder().encode('{"f": 36.5, "text": "a<b", "list": [1.5, "x", null], "map": {"k": 2}}'),
) as RecordValue

const render = (source: string): string => {
  const compiled = compileTemplate(source)
  return compiled.ok ? compiled.template.render(row) : `refused: ${compiled.message}`
}

describe('printf as Go writes it', () => {
  test.each([
    ['a verb that does not fit keeps its flags', '%5.1f', '"abc"', '%!f(string=    a)'],
    ['zeros fill up texts', '%06s|%-6s|', '"ab" "ab"', '0000ab|ab    |'],
    ['zeros stand behind the sign', '%06d|%+d|% d', '-42 42 42', '-00042|+42| 42'],
    ['widths hold for each element', '%4v', '.list', '[ 1.5    x <nil>]'],
    ['maps', '%x', '.map', 'map[6b:0x1p+01]'],
    ['width and precision as arguments', '%*d|%.*f', '5 42 1 2.55', '   42|2.5'],
    ['a width that is no integer', '%*d', '"a" 1', '%!(BADWIDTH)1'],
    ['arguments by number', '%[2]d %[1]d', '1 2', '2 1'],
    ['too few and too many', '%d %d', '1', '1 %!d(MISSING)'],
    ['what is left over', '%d', '1 "x"', '1%!(EXTRA string=x)'],
    ['ties to even', '%.0f %.0f %.1e %.2g', '0.5 2.5 1.25 0.125', '0 2 1.2e+00 0.12'],
    [
      'floats in other bases',
      '%x %b %X',
      '1.0 0.5 36.5',
      '0x1p+00 4503599627370496p-53 0X1.24P+05',
    ],
    ['the point is kept', '%#g %#v %#x', '1.0 .f 255', '1.00000 36.5 0xff'],
    ['characters', '%c %q %U %#U', "'a' 'a' 'a' 'a'", "a 'a' U+0061 U+0061 'a'"],
    ['plus is nothing for %v', '%+v %+d', '5 5', '5 +5'],
    ['percent', '%5%|%!', '1', '%|%!!(int=1)'],
  ])('%s', (_, format, args, expected) => {
    expect(render(`{{printf "${format}" ${args}}}`)).toBe(expected)
  })
})
