/** The broad shape of an object value: values of different shapes are never equal. */
export function compareKind(value: object): 'list' | 'bytes' | 'record' {
  if (Array.isArray(value)) return 'list'
  return value instanceof Uint8Array ? 'bytes' : 'record'
}
