import { isList, isRecord } from '../../types/go-text.ts'
import { parseJsonText } from '../../types/json-parse.ts'
import type { Value } from '../../types/value.ts'

/** What is known of a value before it is there: enough to offer what a template can name in it. */
export type Shape =
  | { readonly kind: 'map'; readonly fields: ReadonlyMap<string, Shape> }
  | { readonly kind: 'list'; readonly element: Shape }
  /** `types` are eKuiper's names, `example` the value in the newest row, as JSON. */
  | { readonly kind: 'value'; readonly types: readonly string[]; readonly example: string }
  | { readonly kind: 'unknown' }

export const unknownShape: Shape = { kind: 'unknown' }

export function valueShape(type: string): Shape {
  return { kind: 'value', types: [type], example: '' }
}

export function mapShape(fields: Iterable<readonly [string, Shape]>): Shape {
  return { kind: 'map', fields: new Map(fields) }
}

export function listShape(element: Shape): Shape {
  return { kind: 'list', element }
}

/** The shape of one row from some of them, given as JSON, newest last. What is no row counts for nothing. */
export function shapeOfRows(rows: readonly string[]): Shape {
  return rows.reduce<Shape>((known, json) => {
    const parsed = parseJsonText(json)
    if (!parsed.ok) return known
    const found = isList(parsed.value) ? parsed.value.filter(isRecord) : [parsed.value]
    return found.filter(isRecord).reduce((all, row) => mergeShapes(all, shapeOf(row)), known)
  }, unknownShape)
}

function shapeOf(value: Value | undefined): Shape {
  if (isRecord(value)) {
    return mapShape(Object.entries(value).map(([name, field]) => [name, shapeOf(field)]))
  }
  if (isList(value)) {
    return listShape(value.map(shapeOf).reduce(mergeShapes, unknownShape))
  }
  if (value === undefined || value === null) return valueShape('null')
  const type = typeof value === 'number' && Number.isInteger(value) ? 'bigint' : goType(value)
  const example = typeof value === 'bigint' ? String(value) : JSON.stringify(value)
  return { kind: 'value', types: [type], example }
}

function goType(value: Value): string {
  return typeof value === 'number' ? 'float' : typeof value
}

/** What two shapes say together; `newer` gives the example. Where one is no more than null, the other. */
export function mergeShapes(older: Shape, newer: Shape): Shape {
  if (newer.kind === 'unknown' || isNull(newer)) return older.kind === 'unknown' ? newer : older
  if (older.kind === 'unknown' || isNull(older)) return newer
  if (older.kind === 'map' && newer.kind === 'map') {
    const fields = new Map(older.fields)
    for (const [name, shape] of newer.fields) {
      fields.set(name, mergeShapes(fields.get(name) ?? unknownShape, shape))
    }
    return { kind: 'map', fields }
  }
  if (older.kind === 'list' && newer.kind === 'list') {
    return listShape(mergeShapes(older.element, newer.element))
  }
  if (older.kind === 'value' && newer.kind === 'value') {
    const types = [...new Set([...older.types, ...newer.types])]
    const example = newer.example === '' ? older.example : newer.example
    return { kind: 'value', types, example }
  }
  return newer
}

function isNull(shape: Shape): boolean {
  return shape.kind === 'value' && shape.types.every((type) => type === 'null')
}

/** `string`, `float`, `struct`, `array`; empty where nothing is known. */
export function describeShape(shape: Shape): string {
  switch (shape.kind) {
    case 'map':
      return 'struct'
    case 'list':
      return 'array'
    case 'value':
      // Numbers with and without fraction are one type.
      return shape.types
        .filter((type) => type !== 'bigint' || !shape.types.includes('float'))
        .join(' | ')
    case 'unknown':
      return ''
  }
}

export function fieldOf(shape: Shape, name: string): Shape {
  return shape.kind === 'map' ? (shape.fields.get(name) ?? unknownShape) : unknownShape
}

export function elementOf(shape: Shape): Shape {
  if (shape.kind === 'list') return shape.element
  if (shape.kind !== 'map') return unknownShape
  return [...shape.fields.values()].reduce(mergeShapes, unknownShape)
}
