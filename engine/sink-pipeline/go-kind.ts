import { toGoText } from '../types/go-text.ts'
import { createRecord, type Value } from '../types/value.ts'

/** A property's JSON value as a row value, so that errors can show it as Go would. */
export function toValue(json: unknown): Value {
  if (Array.isArray(json)) return json.map(toValue)
  if (typeof json === 'object' && json !== null) {
    const record = createRecord()
    for (const [name, item] of Object.entries(json)) record[name] = toValue(item)
    return record
  }
  const isScalar = typeof json === 'string' || typeof json === 'number' || typeof json === 'boolean'
  return isScalar || typeof json === 'bigint' ? json : null
}

export function goText(json: unknown): string {
  return toGoText(toValue(json))
}

/** The Go type that JSON decoding gives a value. */
export function goKind(json: unknown): string {
  if (Array.isArray(json)) return '[]interface {}'
  switch (typeof json) {
    case 'string':
      return 'string'
    case 'boolean':
      return 'bool'
    case 'number':
      return 'float64'
    case 'bigint':
      return 'int64'
    default:
      return 'map[string]interface {}'
  }
}
