import { Fault } from '../fault.ts'
import type { FunctionTable, TemplateFunction } from '../function.ts'
import { NIL_LIST } from '../../types/value.ts'
import {
  goInt,
  isBytesValue,
  isListValue,
  kindName,
  typedList,
  typeName,
  type TemplateValue,
} from '../value.ts'
import { count, isEmpty, toInt64 } from './convert.ts'
import { definer } from './define.ts'
import { isDeepEqual } from './deep-equal.ts'

const define = definer('list')

type List = readonly TemplateValue[]

/** A list, or a fault that names what came instead. */
function listOf(value: TemplateValue, name: string): List {
  if (isListValue(value)) return value
  if (isBytesValue(value)) return [...value].map(goInt)
  if (value === undefined || value === null) {
    throw new Fault('runtime error: invalid memory address or nil pointer dereference')
  }
  throw new Fault(`Cannot ${name} on type ${kindName(value)}`)
}

function unique(list: List): List {
  const kept: TemplateValue[] = []
  for (const item of list) if (!kept.some((other) => isDeepEqual(other, item))) kept.push(item)
  return kept
}

function chunks(size: number, list: List): List {
  if (size < 1) throw new Fault('runtime error: makeslice: len out of range')
  const parts: TemplateValue[] = []
  for (let at = 0; at < list.length; at += size) parts.push(list.slice(at, at + size))
  return typedList(parts, '[][]interface {}')
}

function sliceOf(value: TemplateValue, bounds: List): TemplateValue {
  if (value === undefined || value === null) return listOf(value, 'slice')
  if (!isListValue(value) && !isBytesValue(value))
    throw new Fault(`list should be type of slice or array but ${kindName(value)}`)
  if (value.length === 0) return undefined
  const from = bounds.length === 0 ? 0 : Number(toInt64(bounds[0]))
  const to = bounds.length < 2 ? value.length : Number(toInt64(bounds[1]))
  if (from < 0 || to < from || to > value.length)
    throw new Fault('reflect.Value.Slice: slice index out of bounds')
  return isListValue(value)
    ? typedList(value.slice(from, to), typeName(value))
    : value.slice(from, to)
}

/** What Go's messages call the functions. */
const faultNames: Readonly<Record<string, string>> = {
  append: 'push',
  prepend: 'prepend',
  first: 'find first',
  last: 'find last',
  rest: 'find rest',
  initial: 'find initial',
  reverse: 'find reverse',
  uniq: 'find uniq',
  compact: 'compact',
}

const of = (
  signature: string,
  change: (list: List, ...others: List) => TemplateValue,
  others = 0,
) => {
  const name = faultNames[signature.split(' ')[0] ?? ''] ?? signature
  return define(signature, new Array<'any'>(others + 1).fill('any'), ([list, ...rest]) =>
    change(listOf(list, name), ...rest),
  )
}

const append = of('append list item', (list, item) => [...list, item], 1)
const prepend = of('prepend list item', (list, item) => [item, ...list], 1)
const first = of('first list', (list) => list[0])
const last = of('last list', (list) => list.at(-1))
const rest = of('rest list', (list) => (list.length === 0 ? NIL_LIST : list.slice(1)))
const initial = of('initial list', (list) => (list.length === 0 ? NIL_LIST : list.slice(0, -1)))
const reverse = of('reverse list', (list) => [...list].reverse())
const uniq = of('uniq list', unique)
const compact = of('compact list', (list) => list.filter((item) => !isEmpty(item)))
const without = define(
  'without list item...',
  ['any'],
  ([list, ...omitted]) =>
    listOf(list, 'find without').filter(
      (item) => !omitted.some((other) => isDeepEqual(other, item)),
    ),
  'any',
)
const has = define('has item list', ['any', 'any'], ([item, list]) => {
  if (list === undefined || list === null) return false
  return listOf(list, 'find has').some((other) => isDeepEqual(other, item))
})
const slice = define(
  'slice list from? to?',
  ['any'],
  ([list, ...bounds]) => sliceOf(list, bounds),
  'any',
)
const chunk = define('chunk size list', ['int', 'any'], ([size, list]) =>
  chunks(count(size), listOf(list, 'chunk')),
)
const list = define('list item...', [], (items) => [...items], 'any')

function withMust(functions: Readonly<Record<string, TemplateFunction>>): FunctionTable {
  const all: Record<string, TemplateFunction> = {}
  for (const [name, definition] of Object.entries(functions)) {
    all[name] = definition
    const must = `must${name.charAt(0).toUpperCase()}${name.slice(1)}`
    all[must] = { ...definition, signature: definition.signature.replace(name, must) }
  }
  return all
}

export const listFunctions: FunctionTable = {
  list,
  tuple: list,
  concat: define(
    'concat list...',
    [],
    (lists) => {
      const items = lists.flatMap((item) => {
        if (!isListValue(item) && !isBytesValue(item))
          throw new Fault(`Cannot concat type ${typeName(item)} as list`)
        return listOf(item, 'concat')
      })
      return items.length === 0 ? NIL_LIST : items
    },
    'any',
  ),
  ...withMust({
    append,
    push: append,
    prepend,
    first,
    last,
    rest,
    initial,
    reverse,
    uniq,
    compact,
    without,
    has,
    slice,
    chunk,
  }),
}
