import {
  goTypeName,
  isBytes,
  isDateTime,
  isDuration,
  isList,
  isRecord,
  isWeekday,
  toGoText,
} from '../types/go-text.ts'
import { formatFloat } from '../types/float-text.ts'
import { createRecord, type RecordValue, type Value } from '../types/value.ts'

/**
 * What a template computes with: the values of rows, `undefined` for what is not there (Go's zero
 * reflect.Value, printed as `<no value>`), and what only templates have.
 */
export type TemplateValue =
  Value | undefined | GoInt | GoObject | readonly TemplateValue[] | TemplateMap

export interface TemplateMap {
  readonly [name: string]: TemplateValue
}

/** Go's `int`: constants, lengths and counters. Rows hold int64, which Go does not take for an int. */
export class GoInt {
  readonly value: bigint
  constructor(value: bigint) {
    this.value = value
  }
}

export type GoMethod = (args: readonly TemplateValue[]) => TemplateValue

/** A struct of Go's that a function returns, such as a parsed version. */
export class GoObject {
  readonly typeName: string
  readonly text: string
  readonly members: Readonly<Record<string, TemplateValue>>
  readonly methods: Readonly<Record<string, GoMethod>>
  /** What a named integer counts, such as 11 for a November. */
  readonly integer: bigint | undefined
  constructor(
    typeName: string,
    text: string,
    members: Readonly<Record<string, TemplateValue>>,
    methods: Readonly<Record<string, GoMethod>> = {},
    integer?: bigint,
  ) {
    this.integer = integer
    this.typeName = typeName
    this.text = text
    this.members = members
    this.methods = methods
  }
}

export function goInt(value: number | bigint): GoInt {
  return new GoInt(BigInt(value))
}

export function isListValue(value: TemplateValue): value is readonly TemplateValue[] {
  return Array.isArray(value)
}

export function isMap(value: TemplateValue): value is TemplateMap {
  if (value instanceof GoInt || value instanceof GoObject) return false
  return isRecord(value as Value | undefined)
}

const rowPrototype: unknown = Object.getPrototypeOf(createRecord())

/** True for a map that came from `createRecord`, as every row does. */
export function isRow(value: TemplateValue): value is RecordValue {
  return (
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === rowPrototype
  )
}

/** A month or a day of the week: printed by its name, counted as an integer. */
export function namedInteger(typeName: string, name: string, integer: number): GoObject {
  return new GoObject(typeName, name, { String: name }, {}, BigInt(integer))
}

/** Go's integers of any type; undefined for what is none. */
export function integerOf(value: TemplateValue): bigint | undefined {
  if (value instanceof GoInt) return value.value
  if (value instanceof GoObject) return value.integer
  return typeof value === 'bigint' ? value : undefined
}

/** The value with Go's ints as the integers of rows, for everything that prints. */
export function toPlain(value: TemplateValue): Value | undefined {
  return withPlain(value, (object) => object.text)
}

/** The same for everything that encodes: JSON knows no names of integers. */
export function toEncodable(value: TemplateValue): Value | undefined {
  return withPlain(value, (object) => object.integer ?? object.text)
}

function withPlain(value: TemplateValue, show: (object: GoObject) => Value): Value | undefined {
  if (value instanceof GoInt) return value.value
  if (value instanceof GoObject) return show(value)
  if (isListValue(value)) {
    return value.some(needsPlain)
      ? value.map((item) => withPlain(item, show) ?? null)
      : (value as readonly Value[])
  }
  if (!isMap(value)) return value
  if (!Object.values(value).some(needsPlain)) return value as RecordValue
  const record = createRecord()
  for (const name of Object.keys(value)) record[name] = withPlain(value[name], show) ?? null
  return record
}

function needsPlain(value: TemplateValue): boolean {
  if (typeof value !== 'object' || value === null) return value === undefined
  if (value instanceof GoInt || value instanceof GoObject) return true
  if (isListValue(value)) return value.some(needsPlain)
  return isMap(value) && Object.values(value).some(needsPlain)
}

/** A row that a template may have changed, as rows are everywhere else. */
export function toPlainRow(row: RecordValue): RecordValue {
  const plain = toPlain(row)
  return isRecord(plain) ? plain : row
}

/** Go's `%v`. */
export function textOf(value: TemplateValue): string {
  return toGoText(toPlain(value))
}

/** What an action prints. */
export function printed(value: TemplateValue): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return formatFloat(value)
  return value === undefined || value === null ? '<no value>' : textOf(value)
}

/** Go's truth: neither missing nor zero nor empty. */
export function isTrue(value: TemplateValue): boolean {
  switch (typeof value) {
    case 'undefined':
      return false
    case 'boolean':
      return value
    case 'number':
      return value !== 0
    case 'bigint':
      return value !== 0n
    case 'string':
      return value !== ''
    default:
      return isTrueObject(value)
  }
}

function isTrueObject(value: TemplateValue): boolean {
  if (value === null || value === undefined) return false
  const integer = integerOf(value)
  if (integer !== undefined) return integer !== 0n
  if (isListValue(value)) return value.length > 0
  if (value instanceof Uint8Array) return value.length > 0
  if (isDuration(value as Value)) return (value as { nanoseconds: bigint }).nanoseconds !== 0n
  if (isWeekday(value as Value)) return (value as { day: number }).day !== 0
  return isMap(value) ? Object.keys(value).length > 0 : true
}

/** Go's `%T`. `rows` is the list a template was given, whose type is its own. */
export function typeName(value: TemplateValue): string {
  if (value instanceof GoInt) return 'int'
  if (value instanceof GoObject) return value.typeName
  if (isListValue(value)) return listTypes.get(value) ?? '[]interface {}'
  if (isMap(value)) return mapTypes.get(value) ?? 'map[string]interface {}'
  return goTypeName(value)
}

/** Lists whose Go type is not `[]interface {}`. Only printed types and errors tell them apart. */
const listTypes = new WeakMap<readonly TemplateValue[], string>()

export function typedList<T extends readonly TemplateValue[]>(list: T, type: string): T {
  listTypes.set(list, type)
  return list
}

/** Maps whose Go type is not `map[string]interface {}`. */
const mapTypes = new WeakMap<TemplateMap, string>()

export function typedMap<T extends TemplateMap>(map: T, type: string): T {
  mapTypes.set(map, type)
  return map
}

/** Go's reflect kind. */
export function kindName(value: TemplateValue): string {
  if (value === undefined || value === null) return 'invalid'
  const type = typeName(value)
  if (type.startsWith('[]')) return 'slice'
  if (type.startsWith('map[')) return 'map'
  if (type.startsWith('*')) return 'ptr'
  if (type === 'time.Duration') return 'int64'
  if (type === 'time.Weekday' || type === 'time.Month') return 'int'
  return type === 'time.Time' ? 'struct' : type
}

export function isBytesValue(value: TemplateValue): value is Uint8Array {
  return isBytes(value as Value | undefined)
}

export { isDateTime, isDuration, isList, isWeekday }
