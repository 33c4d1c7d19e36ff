import { compareUtf8 } from '../../types/utf8.ts'
import { createRecord } from '../../types/value.ts'
import { Fault } from '../fault.ts'
import type { FunctionTable } from '../function.ts'
import { isListValue, isMap, kindName, type TemplateMap, type TemplateValue } from '../value.ts'
import { isEmpty, text, textList, toText } from './convert.ts'
import { definer } from './define.ts'

const define = definer('map')

type MutableMap = Record<string, TemplateValue>

/** A template's maps are made like rows, so that no key reaches a prototype. */
function createMap(entries: Iterable<readonly [string, TemplateValue]> = []): MutableMap {
  const map: MutableMap = createRecord()
  for (const [name, value] of entries) map[name] = value
  return map
}

/** Go's maps are changed in place: whoever holds one sees it. */
function writable(map: object): MutableMap {
  return map as MutableMap
}

function mapOf(value: TemplateValue): TemplateMap {
  return isMap(value) ? value : createMap()
}

function sortedNames(map: TemplateMap): string[] {
  return Object.keys(map).sort(compareUtf8)
}

function createDict(args: readonly TemplateValue[]): TemplateMap {
  const map = createMap()
  for (let at = 0; at < args.length; at += 2) {
    map[toText(args[at])] = at + 1 < args.length ? args[at + 1] : ''
  }
  return map
}

/** Fills `target` in place, nested maps too. Without `overwrites` only what is empty is replaced, and never by null. */
function merge(target: MutableMap, source: TemplateMap, overwrites: boolean): void {
  for (const [name, value] of Object.entries(source)) {
    const present = target[name]
    if (isMap(present) && isMap(value)) merge(present, value, overwrites)
    else if (overwrites || (isEmpty(present) && (value ?? null) !== null)) target[name] = value
  }
}

function mergeAll(args: readonly TemplateValue[], overwrites: boolean): TemplateValue {
  const [target, ...sources] = args
  if (!isMap(target)) return target
  for (const source of sources) merge(target, mapOf(source), overwrites)
  return target
}

function dig(args: readonly TemplateValue[]): TemplateValue {
  const path = args.slice(0, -2)
  const fallback = args.at(-2)
  let current: TemplateValue = args.at(-1)
  if (!isMap(current))
    throw new Fault(
      `interface conversion: interface {} is ${kindName(current)}, not map[string]interface {}`,
    )
  for (const [index, name] of path.entries()) {
    if (!isMap(current))
      throw new Fault(
        `interface conversion: interface {} is ${kindName(current)}, not map[string]interface {}`,
      )
    const key = text(name)
    if (!Object.hasOwn(current, key)) return fallback
    current = current[key]
    if (index === path.length - 1) return current
  }
  return current
}

function copy(value: TemplateValue): TemplateValue {
  if (isListValue(value)) return value.map(copy)
  if (!isMap(value)) return value
  return createMap(Object.entries(value).map(([name, item]) => [name, copy(item)]))
}

const select =
  (keeps: (names: ReadonlySet<string>, name: string) => boolean) =>
  (args: readonly TemplateValue[]) => {
    const [map, ...names] = args
    const wanted = new Set(names.map(text))
    return createMap(Object.entries(mapOf(map)).filter(([name]) => keeps(wanted, name)))
  }

const mergeInto = (signature: string, overwrites: boolean) =>
  define(signature, ['map'], (args) => mergeAll(args, overwrites), 'map')

const deepCopy = define('deepCopy value', ['any'], ([value]) => {
  if (value === undefined || value === null) throw new Fault('nil pointer passed to deepCopy')
  return copy(value)
})

export const mapFunctions: FunctionTable = {
  dict: define('dict key value...', [], createDict, 'any'),
  get: define('get map key', ['map', 'string'], ([map, key]) => {
    const value = mapOf(map)
    return Object.hasOwn(value, text(key)) ? value[text(key)] : ''
  }),
  set: define('set map key value', ['map', 'string', 'any'], ([map, key, value]) => {
    if (!isMap(map)) throw new Fault('assignment to entry in nil map')
    writable(map)[text(key)] = value ?? null
    return map
  }),
  unset: define('unset map key', ['map', 'string'], ([map, key]) => {
    if (!isMap(map)) return createMap()
    delete writable(map)[text(key)]
    return map
  }),
  hasKey: define('hasKey map key', ['map', 'string'], ([map, key]) =>
    Object.hasOwn(mapOf(map), text(key)),
  ),
  pluck: define(
    'pluck key map...',
    ['string'],
    ([key, ...maps]) =>
      maps
        .filter((map) => Object.hasOwn(mapOf(map), text(key)))
        .map((map) => mapOf(map)[text(key)]),
    'map',
  ),
  keys: define(
    'keys map...',
    [],
    (maps) => textList(maps.flatMap((map) => sortedNames(mapOf(map)))),
    'map',
  ),
  values: define('values map', ['map'], ([map]) =>
    sortedNames(mapOf(map)).map((name) => mapOf(map)[name]),
  ),
  pick: define(
    'pick map key...',
    ['map'],
    select((names, name) => names.has(name)),
    'string',
  ),
  omit: define(
    'omit map key...',
    ['map'],
    select((names, name) => !names.has(name)),
    'string',
  ),
  merge: mergeInto('merge target source...', false),
  mustMerge: mergeInto('mustMerge target source...', false),
  mergeOverwrite: mergeInto('mergeOverwrite target source...', true),
  mustMergeOverwrite: mergeInto('mustMergeOverwrite target source...', true),
  dig: define('dig key... default map', ['any', 'any', 'any'], dig, 'any'),
  deepCopy,
  mustDeepCopy: { ...deepCopy, signature: 'mustDeepCopy value' },
}
