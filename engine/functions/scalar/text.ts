import { isList, isRecord } from '../../types/go-text.ts'
import { utf8Length } from '../../types/utf8.ts'
import type { Value } from '../../types/value.ts'
import { expectArguments, expectAtLeast } from '../check.ts'
import type { ScalarFunction } from '../definition.ts'
import { argumentAt, textAt } from './arguments.ts'
import { defineScalar } from './define.ts'
import { toLowerLetters, toUpperLetters } from './letter-case.ts'
import { INT } from './shapes.ts'

const oneText = expectArguments('string')
const twoTexts = expectArguments('string', 'string')

/** White space as Go's strings.TrimSpace has it. */
const LEADING = /^[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/
const TRAILING = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+$/

/** Values that are no text are taken as Go prints them. */
export const textFunctions: readonly ScalarFunction[] = [
  defineScalar({
    name: 'concat',
    category: 'string',
    signatures: ['concat(a, b, ...)'],
    summary: 'The texts one after the other; null counts as nothing.',
    example: { expression: "concat(a, '-', b)", row: '{"a":"x","b":1}', result: '"x-1"' },
    check: expectAtLeast(1, 'string', () => 'The arguments should be at least one.'),
    whenNull: 'evaluate',
    evaluate: (args) => {
      let text = ''
      for (let i = 0; i < args.length; i++) text += textAt(args, i)
      return text
    },
  }),
  defineScalar({
    name: 'startswith',
    category: 'string',
    signatures: ['startswith(text, start)'],
    summary: 'Whether a text starts with another.',
    example: { expression: "startswith(a, 'pu')", row: '{"a":"pump"}', result: 'true' },
    check: twoTexts,
    whenNull: false,
    evaluate: (args) => textAt(args, 0).startsWith(textAt(args, 1)),
  }),
  defineScalar({
    name: 'endswith',
    category: 'string',
    signatures: ['endswith(text, end)'],
    summary: 'Whether a text ends with another.',
    example: { expression: "endswith(a, 'mp')", row: '{"a":"pump"}', result: 'true' },
    check: twoTexts,
    whenNull: false,
    evaluate: (args) => textAt(args, 0).endsWith(textAt(args, 1)),
  }),
  defineScalar({
    name: 'indexof',
    category: 'string',
    signatures: ['indexof(text, part)'],
    summary: 'Where a text first contains another, counted in bytes from 0; -1 where it does not.',
    example: { expression: "indexof(a, 'mp')", row: '{"a":"pump"}', result: '2' },
    check: twoTexts,
    whenNull: -1n,
    evaluate: (args) => {
      const text = textAt(args, 0)
      const at = text.indexOf(textAt(args, 1))
      return BigInt(at < 0 ? -1 : utf8Length(text.slice(0, at)))
    },
    shape: () => INT,
  }),
  defineScalar({
    name: 'length',
    category: 'string',
    signatures: ['length(x)'],
    summary: 'The number of characters of a text, or of elements of an array or object.',
    example: { expression: 'length(a)', row: '{"a":"pump"}', result: '4' },
    check: expectArguments('any'),
    whenNull: 0n,
    evaluate: (args) => BigInt(countElements(argumentAt(args, 0))),
    bind: (_, [shape]) => (shape?.isTextList === true ? lengthOfText : undefined),
    shape: () => INT,
  }),
  defineScalar({
    name: 'numbytes',
    category: 'string',
    signatures: ['numbytes(text)'],
    summary: 'The number of bytes of a text in UTF-8.',
    example: { expression: 'numbytes(a)', row: '{"a":"\u00e9"}', result: '2' },
    check: oneText,
    whenNull: 0n,
    evaluate: (args) => BigInt(utf8Length(textAt(args, 0))),
    shape: () => INT,
  }),
  defineScalar({
    name: 'lower',
    category: 'string',
    signatures: ['lower(text)'],
    summary: 'The text in lower case.',
    example: { expression: 'lower(a)', row: '{"a":"Pump"}', result: '"pump"' },
    check: oneText,
    evaluate: (args) => toLowerLetters(textAt(args, 0)),
  }),
  defineScalar({
    name: 'upper',
    category: 'string',
    signatures: ['upper(text)'],
    summary: 'The text in upper case.',
    example: { expression: 'upper(a)', row: '{"a":"Pump"}', result: '"PUMP"' },
    check: oneText,
    evaluate: (args) => toUpperLetters(textAt(args, 0)),
  }),
  defineScalar({
    name: 'trim',
    category: 'string',
    signatures: ['trim(text)'],
    summary: 'The text without white space at both ends.',
    example: { expression: 'trim(a)', row: '{"a":" x "}', result: '"x"' },
    check: oneText,
    evaluate: (args) => textAt(args, 0).replace(LEADING, '').replace(TRAILING, ''),
  }),
  defineScalar({
    name: 'ltrim',
    category: 'string',
    signatures: ['ltrim(text)'],
    summary: 'The text without white space at its start.',
    example: { expression: 'ltrim(a)', row: '{"a":" x "}', result: '"x "' },
    check: oneText,
    evaluate: (args) => textAt(args, 0).replace(LEADING, ''),
  }),
  defineScalar({
    name: 'rtrim',
    category: 'string',
    signatures: ['rtrim(text)'],
    summary: 'The text without white space at its end.',
    example: { expression: 'rtrim(a)', row: '{"a":" x "}', result: '" x"' },
    check: oneText,
    evaluate: (args) => textAt(args, 0).replace(TRAILING, ''),
  }),
  defineScalar({
    name: 'reverse',
    category: 'string',
    signatures: ['reverse(text)'],
    summary: 'The text from its end to its start.',
    example: { expression: 'reverse(a)', row: '{"a":"abc"}', result: '"cba"' },
    check: oneText,
    evaluate: (args) => [...textAt(args, 0)].reverse().join(''),
  }),
]

const lengthOfText: ScalarFunction['evaluate'] = (args) => BigInt(countLetters(textAt(args, 0)))

function countElements(value: Value): number {
  if (isList(value)) return value.length
  if (isRecord(value)) return Object.keys(value).length
  return countLetters(textAt([value], 0))
}

function countLetters(text: string): number {
  let count = text.length
  for (let i = 0; i + 1 < text.length; i++) {
    const pair =
      (text.charCodeAt(i) & 0xfc00) === 0xd800 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00
    if (pair) count--
  }
  return count
}
