import { Fault } from '../fault.ts'
import type { FunctionTable } from '../function.ts'
import {
  goInt,
  integerOf,
  isBytesValue,
  isListValue,
  isMap,
  textOf,
  typeName,
  type TemplateValue,
} from '../value.ts'
import { byteLength, text } from './convert.ts'
import { sprint, sprintf } from './printf.ts'

export const builtinFunctions: FunctionTable = {
  len: {
    category: 'list',
    signature: 'len value',
    parameters: ['any'],
    run: ([value]) => goInt(lengthOf(value)),
  },
  index: {
    category: 'list',
    signature: 'index collection key...',
    parameters: ['any'],
    rest: 'any',
    run: ([collection, ...keys]) => {
      if (collection === undefined || collection === null) throw new Fault('index of untyped nil')
      return keys.reduce<TemplateValue>(elementAt, collection)
    },
  },
  print: {
    category: 'text',
    signature: 'print value...',
    parameters: [],
    rest: 'any',
    run: (args) => sprint(args),
  },
  println: {
    category: 'text',
    signature: 'println value...',
    parameters: [],
    rest: 'any',
    run: (args) => `${args.map(textOf).join(' ')}\n`,
  },
  printf: {
    category: 'text',
    signature: 'printf format value...',
    parameters: ['string'],
    rest: 'any',
    run: ([format, ...args]) => sprintf(text(format), args),
  },
  call: {
    category: 'flow',
    signature: 'call function value...',
    parameters: ['any'],
    rest: 'any',
    run: ([callee]) => {
      const type = callee === undefined || callee === null ? 'nil' : typeName(callee)
      throw new Fault(`non-function .* of type ${type}`)
    },
  },
  html: {
    category: 'encoding',
    signature: 'html value...',
    parameters: [],
    rest: 'any',
    run: (args) => shown(args).replace(/["'&<>\0]/g, (character) => htmlEscapes[character] ?? ''),
  },
  js: {
    category: 'encoding',
    signature: 'js value...',
    parameters: [],
    rest: 'any',
    run: (args) => escapeScript(shown(args)),
  },
  urlquery: {
    category: 'encoding',
    signature: 'urlquery value...',
    parameters: [],
    rest: 'any',
    run: (args) => escapeQuery(shown(args)),
  },
}

/** What escaping functions escape: their arguments as an action would print them. */
function shown(args: readonly TemplateValue[]): string {
  return sprint(args.map((arg) => (arg === undefined || arg === null ? '<no value>' : arg)))
}

function lengthOf(value: TemplateValue): number {
  if (typeof value === 'string') return byteLength(value)
  if (isListValue(value) || isBytesValue(value)) return value.length
  if (isMap(value)) return Object.keys(value).length
  if (value === undefined || value === null)
    throw new Fault('reflect: call of reflect.Value.Type on zero Value')
  throw new Fault(`len of type ${typeName(value)}`)
}

function elementAt(collection: TemplateValue, key: TemplateValue): TemplateValue {
  if (collection === undefined || collection === null) throw new Fault('index of untyped nil')
  if (isMap(collection)) {
    if (typeof key !== 'string') {
      const shown = key === undefined || key === null ? 'invalid' : typeName(key)
      throw new Fault(`value has type ${shown}; should be string`)
    }
    if (Object.hasOwn(collection, key)) return collection[key]
    return typeName(collection) === 'map[string]string' ? '' : undefined
  }
  const isIndexable =
    isListValue(collection) || isBytesValue(collection) || typeof collection === 'string'
  if (!isIndexable) throw new Fault(`can't index item of type ${typeName(collection)}`)
  const items = typeof collection === 'string' ? new TextEncoder().encode(collection) : collection
  const at = indexOf(key)
  if (at < 0 || at >= items.length) {
    const empty = items.length === 0 && at >= 0
    throw new Fault(empty ? 'reflect: slice index out of range' : `index out of range: ${at}`)
  }
  return isListValue(items) ? items[at] : goInt(items[at] ?? 0)
}

function indexOf(key: TemplateValue): number {
  const integer = integerOf(key)
  if (integer !== undefined) return Number(integer)
  if (key === undefined || key === null) throw new Fault('cannot index slice/array with nil')
  throw new Fault(`cannot index slice/array with type ${typeName(key)}`)
}

const htmlEscapes: Readonly<Record<string, string>> = {
  '"': '&#34;',
  "'": '&#39;',
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '\0': '\ufffd',
}

const scriptEscapes: Readonly<Record<string, string>> = { '\\': '\\\\', "'": "\\'", '"': '\\"' }

function escapeScript(source: string): string {
  return [...source]
    .map((character) => {
      const short = scriptEscapes[character]
      if (short !== undefined) return short
      const isPlain = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u.test(character) && !/[<>&=]/.test(character)
      if (isPlain) return character
      const code = character.codePointAt(0) ?? 0
      return `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`
    })
    .join('')
}

/** Go's url.QueryEscape. */
export function escapeQuery(source: string): string {
  return encodeURIComponent(source.replace(/\p{Cs}/gu, '\ufffd'))
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/%20/g, '+')
}
