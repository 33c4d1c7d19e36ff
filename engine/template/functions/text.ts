import { quote } from '../../base/quote.ts'
import { compareUtf8 } from '../../types/utf8.ts'
import { toLowerLetters, toUpperLetters } from '../../functions/scalar/letter-case.ts'
import { Fault } from '../fault.ts'
import type { FunctionTable } from '../function.ts'
import { isListValue, textOf, typedMap, type TemplateMap, type TemplateValue } from '../value.ts'
import {
  byteLength,
  byteSlice,
  count,
  text,
  fromByteText,
  textList,
  toByteText,
  toInt64,
  toText,
  toTexts,
} from './convert.ts'
import { definer } from './define.ts'
import { abbreviate, abbreviateBoth, wrapText } from './text-width.ts'
import { toDelimitedCase, toPascalCase } from './word-case.ts'

const define = definer('text')

const one = (signature: string, change: (value: string) => TemplateValue) =>
  define(signature, ['string'], ([value]) => change(text(value)))

const two = (signature: string, run: (first: string, second: string) => TemplateValue) =>
  define(signature, ['string', 'string'], ([first, second]) => run(text(first), text(second)))

const trimmed = (cutset: string, value: string): string => {
  const set = new Set(cutset)
  const characters = [...value]
  let from = 0
  let to = characters.length
  while (from < to && set.has(characters[from] ?? '')) from++
  while (to > from && set.has(characters[to - 1] ?? '')) to--
  return characters.slice(from, to).join('')
}

const words = (value: string, change: (first: string) => string): string =>
  value.replace(/(^|\s)(\S)/gu, (_, before: string, first: string) => before + change(first))

/** What counts as a blank in Go. */
const blanks = '\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000'
const outerBlanks = new RegExp(`^[${blanks}]+|[${blanks}]+$`, 'g')
const anyBlank = new RegExp(`[${blanks}]`, 'g')

/** What a word may start after: ASCII but letters, digits and `_`; of the rest only blanks. */
const separator = new RegExp(`[\\0-/:-@[-^\`{-\\x7f${blanks}]`)

/** The large form of each word's first letter. */
const title = (value: string): string => {
  let isStart = true
  return [...value]
    .map((letter) => {
      const written = isStart ? toUpperLetters(letter) : letter
      isStart = separator.test(letter)
      return written
    })
    .join('')
}

const repeat = (value: string, times: number): string => {
  if (times < 0) throw new Fault('strings: negative Repeat count')
  return value.repeat(times)
}

/** The first byte of each word, as Go's runes of single bytes. */
const initials = (value: string): string =>
  toByteText(value)
    .split(/[\t-\r \x85\xa0]+/)
    .map((word) => word.charAt(0))
    .join('')

const indent = (spaces: number, value: string): string => {
  const pad = repeat(' ', spaces)
  return pad + value.replaceAll('\n', `\n${pad}`)
}

const present = (values: readonly TemplateValue[]): readonly TemplateValue[] =>
  values.filter((value) => value !== undefined && value !== null)

/** `_0`, `_1`, ... as sprig's split names the pieces. */
const numbered = (pieces: readonly string[]): TemplateMap =>
  typedMap(
    Object.assign(
      Object.create(null) as Record<string, TemplateValue>,
      Object.fromEntries(pieces.map((piece, index) => [`_${index}`, piece])),
    ),
    'map[string]string',
  )

const splitCharacters = (separator: string, value: string): string[] =>
  separator === '' ? [...value] : value.split(separator)

const splitLimited = (separator: string, limit: number, value: string): string[] => {
  const pieces = splitCharacters(separator, value)
  if (limit < 0 || pieces.length <= limit) return pieces
  return limit === 0 ? [] : [...pieces.slice(0, limit - 1), pieces.slice(limit - 1).join(separator)]
}

const trunc = (length: number, value: string): string => {
  const bytes = byteLength(value)
  if (length < 0 && bytes + length > 0) return byteSlice(value, bytes + length)
  return length >= 0 && bytes > length ? byteSlice(value, 0, length) : value
}

const substr = (start: number, end: number, value: string): string => {
  const length = byteLength(value)
  const isOpen = start >= 0 && (end < 0 || end > length)
  const from = Math.max(0, start)
  const to = isOpen ? length : end
  if (to < 0 || to > length || from > to) {
    const bounds = `[${start < 0 ? '' : from}:${isOpen ? '' : to}]`
    throw new Fault(`runtime error: slice bounds out of range ${bounds} with length ${length}`)
  }
  return byteSlice(value, from, to)
}

/** Widths count bytes. */
const wrap = (value: string, width: number, lineEnd: string, breaksWords: boolean): string =>
  fromByteText(wrapText(toByteText(value), width, toByteText(lineEnd), breaksWords))

const trim = two('trimAll characters text', trimmed)

export const textFunctions: FunctionTable = {
  upper: one('upper text', toUpperLetters),
  lower: one('lower text', toLowerLetters),
  title: one('title text', title),
  untitle: one('untitle text', (value) => words(value, toLowerLetters)),
  swapcase: one('swapcase text', (value) =>
    [...value]
      .map((letter) => (/\p{Lu}/u.test(letter) ? toLowerLetters(letter) : toUpperLetters(letter)))
      .join(''),
  ),
  trim: one('trim text', (value) => value.replace(outerBlanks, '')),
  trimAll: trim,
  trimall: trim,
  trimSuffix: two('trimSuffix suffix text', (suffix, value) =>
    suffix !== '' && value.endsWith(suffix) ? value.slice(0, -suffix.length) : value,
  ),
  trimPrefix: two('trimPrefix prefix text', (prefix, value) =>
    value.startsWith(prefix) ? value.slice(prefix.length) : value,
  ),
  nospace: one('nospace text', (value) => value.replace(anyBlank, '')),
  initials: one('initials text', initials),
  snakecase: one('snakecase text', (value) => toDelimitedCase(value, '_')),
  kebabcase: one('kebabcase text', (value) => toDelimitedCase(value, '-')),
  camelcase: one('camelcase text', toPascalCase),
  contains: two('contains part text', (part, value) => value.includes(part)),
  hasPrefix: two('hasPrefix prefix text', (prefix, value) => value.startsWith(prefix)),
  hasSuffix: two('hasSuffix suffix text', (suffix, value) => value.endsWith(suffix)),
  trunc: define('trunc length text', ['int', 'string'], ([length, value]) =>
    trunc(count(length), text(value)),
  ),
  substr: define('substr start end text', ['int', 'int', 'string'], ([start, end, value]) =>
    substr(count(start), count(end), text(value)),
  ),
  abbrev: define('abbrev width text', ['int', 'string'], ([width, value]) =>
    abbreviate(count(width), text(value)),
  ),
  abbrevboth: define(
    'abbrevboth left width text',
    ['int', 'int', 'string'],
    ([left, width, value]) => abbreviateBoth(count(left), count(width), text(value)),
  ),
  repeat: define('repeat times text', ['int', 'string'], ([times, value]) =>
    repeat(text(value), count(times)),
  ),
  wrap: define('wrap width text', ['int', 'string'], ([width, value]) =>
    wrap(text(value), count(width), '\n', false),
  ),
  wrapWith: define(
    'wrapWith width separator text',
    ['int', 'string', 'string'],
    ([width, separator, value]) => wrap(text(value), count(width), text(separator), true),
  ),
  indent: define('indent spaces text', ['int', 'string'], ([spaces, value]) =>
    indent(count(spaces), text(value)),
  ),
  nindent: define(
    'nindent spaces text',
    ['int', 'string'],
    ([spaces, value]) => `\n${indent(count(spaces), text(value))}`,
  ),
  replace: define(
    'replace old new text',
    ['string', 'string', 'string'],
    ([old, replacement, value]) => text(value).replaceAll(text(old), () => text(replacement)),
  ),
  plural: define('plural one many count', ['string', 'string', 'int'], ([single, many, amount]) =>
    count(amount) === 1 ? single : many,
  ),
  quote: define(
    'quote value...',
    [],
    (values) =>
      present(values)
        .map((value) => quote(toText(value)))
        .join(' '),
    'any',
  ),
  squote: define(
    'squote value...',
    [],
    (values) =>
      present(values)
        .map((value) => `'${textOf(value)}'`)
        .join(' '),
    'any',
  ),
  cat: define('cat value...', [], (values) => present(values).map(textOf).join(' '), 'any'),
  toString: define('toString value', ['any'], ([value]) => toText(value)),
  toStrings: define('toStrings list', ['any'], ([value]) => textList(toTexts(value))),
  join: define('join separator list', ['string', 'any'], ([separator, value]) =>
    toTexts(value).join(text(separator)),
  ),
  sortAlpha: define('sortAlpha list', ['any'], ([value]) =>
    textList(isListValue(value) ? [...toTexts(value)].sort(compareUtf8) : [toText(value)]),
  ),
  split: two('split separator text', (separator, value) =>
    numbered(splitCharacters(separator, value)),
  ),
  splitList: two('splitList separator text', (separator, value) =>
    textList(splitCharacters(separator, value)),
  ),
  splitn: define(
    'splitn separator count text',
    ['string', 'int', 'string'],
    ([separator, limit, value]) =>
      numbered(splitLimited(text(separator), count(limit), text(value))),
  ),
  shuffle: define('shuffle text', ['string'], ([value], environment) => {
    const characters = [...text(value)]
    for (let i = characters.length - 1; i > 0; i--) {
      const j = Math.floor(environment.random() * (i + 1))
      const swapped = characters[i] ?? ''
      characters[i] = characters[j] ?? ''
      characters[j] = swapped
    }
    return characters.join('')
  }),
  ...randomTexts(),
}

function randomTexts(): FunctionTable {
  const from = (signature: string, alphabet: string) =>
    define(signature, ['int'], ([length], environment) => {
      const pick = (): string => alphabet.charAt(Math.floor(environment.random() * alphabet.length))
      return Array.from({ length: Math.max(0, Number(toInt64(length))) }, pick).join('')
    })
  const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
  const digits = '0123456789'
  const ascii = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('')
  return {
    randAlpha: from('randAlpha length', letters),
    randNumeric: from('randNumeric length', digits),
    randAlphaNum: from('randAlphaNum length', letters + digits),
    randAscii: from('randAscii length', ascii),
  }
}
