import { quote, quoteAscii } from '../../base/quote.ts'
import { encodeUtf8, compareUtf8 } from '../../types/utf8.ts'
import {
  GoInt,
  goInt,
  integerOf,
  isBytesValue,
  isDuration,
  isListValue,
  isMap,
  textOf,
  typeName,
  type TemplateValue,
} from '../value.ts'
import type { Value } from '../../types/value.ts'
import { toText } from './convert.ts'
import { goSyntax } from './go-syntax.ts'
import type { Directive } from './directive.ts'
import { formatFloatVerb, formatIntegerVerb } from './printf-number.ts'

/** An argument as a directive wants it; flags and width hold for each element of a list. */
export function formatValue(verb: Directive, value: TemplateValue): string {
  if (value === undefined || value === null) {
    return verb.letter === 'T' || verb.letter === 'v' ? pad('<nil>', verb) : badVerb(verb, value)
  }
  if (verb.letter === 'T') return formatText({ ...verb, letter: 's' }, typeName(value)) ?? ''
  if (verb.isSyntax) return pad(goSyntax(value), verb)
  // An error to wrap is nothing for texts.
  if (verb.letter === 'w') return badVerb(verb, value)
  return formatPresent(verb, value) ?? badVerb(verb, value)
}

/** What Go writes for a verb that does not fit: the value itself, with the flags of the verb. */
function badVerb(verb: Directive, value: TemplateValue): string {
  if (value === undefined || value === null) return `%!${verb.letter}(<nil>)`
  const shown = formatPresent({ ...verb, letter: 'v' }, value) ?? textOf(value)
  return `%!${verb.letter}(${typeName(value)}=${shown})`
}

/** Undefined where the verb does not fit the value. */
function formatPresent(verb: Directive, value: TemplateValue): string | undefined {
  const isDefault = verb.letter === 'v'
  if (typeof value === 'boolean') {
    return isDefault || verb.letter === 't' ? pad(String(value), verb) : undefined
  }
  if (typeof value === 'number') return padNumber(formatFloatVerb(verb, value), verb)
  if (value instanceof GoInt) return padNumber(formatIntegerVerb(verb, value.value), verb)
  if (typeof value === 'bigint') return padNumber(formatIntegerVerb(verb, value), verb)
  if (typeof value === 'string') return formatText(verb, value)
  if (isBytesValue(value)) return formatBytes(verb, value)
  if (isListValue(value)) return formatList(verb, value)
  if (isMap(value)) {
    const pairs = Object.keys(value)
      .sort(compareUtf8)
      .map((name) => `${formatElement(verb, name)}:${formatElement(verb, value[name])}`)
    return `map[${pairs.join(' ')}]`
  }
  // Times, durations and versions print as texts, where the verb is one for texts.
  if (isDefault || 'sqxX'.includes(verb.letter)) return formatText(verb, textOf(value))
  const duration = value as Value
  const integer = isDuration(duration) ? duration.nanoseconds : integerOf(value)
  return integer === undefined ? undefined : padNumber(formatIntegerVerb(verb, integer), verb)
}

function formatList(verb: Directive, list: readonly TemplateValue[]): string {
  return `[${list.map((item) => formatElement(verb, item)).join(' ')}]`
}

function formatElement(verb: Directive, value: TemplateValue): string {
  return value === undefined || value === null ? '<nil>' : formatValue(verb, value)
}

function formatBytes(verb: Directive, bytes: Uint8Array): string | undefined {
  if ('sqxX'.includes(verb.letter)) return formatText(verb, toText(bytes), bytes)
  const items = [...bytes].map((byte) => {
    const item = goInt(byte)
    return formatPresent(verb, item) ?? badVerb(verb, item).replace('(int=', '(uint8=')
  })
  return `[${items.join(' ')}]`
}

function formatText(verb: Directive, text: string, bytes?: Uint8Array): string | undefined {
  const cut = verb.precision === undefined ? text : [...text].slice(0, verb.precision).join('')
  switch (verb.letter) {
    case 'v':
    case 's':
      return pad(cut, verb)
    case 'q':
      if (verb.isSharp && !/[`\u0000-\u0008\u000a-\u001f\u007f\ufeff]/.test(cut)) {
        return pad(`\`${cut}\``, verb)
      }
      return pad(verb.isPlus ? quoteAscii(cut) : quote(cut), verb)
    case 'x':
    case 'X':
      return pad(hexOf(verb, (bytes ?? encodeUtf8(text)).subarray(0, verb.precision)), verb)
    default:
      return undefined
  }
}

function hexOf(verb: Directive, bytes: Uint8Array): string {
  if (bytes.length === 0) return ''
  const prefix = verb.isSharp ? '0x' : ''
  const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, '0'))
  const text = verb.isBlank
    ? digits.map((pair) => prefix + pair).join(' ')
    : prefix + digits.join('')
  return verb.letter === 'X' ? text.toUpperCase() : text
}

/** Zeros fill up texts as well. */
function pad(text: string, verb: Directive): string {
  const fill = (verb.width ?? 0) - [...text].length
  if (fill <= 0) return text
  if (verb.isLeft) return text + ' '.repeat(fill)
  return (verb.isZero ? '0' : ' ').repeat(fill) + text
}

/** Numbers have their zeros already, between sign and digits. */
function padNumber(text: string | undefined, verb: Directive): string | undefined {
  return text === undefined ? undefined : pad(text, { ...verb, isZero: false })
}
