import type { SinkMessage } from '../../sink-pipeline/index.ts'
import { decodeBase64, encodeBase64 } from '../../types/base64.ts'
import { isBytes, isDateTime, isDuration, isList, isWeekday } from '../../types/go-text.ts'
import { createRecord, NIL_LIST, type Value } from '../../types/value.ts'

/**
 * A message as a store keeps it: a line of JSON, then the bytes of a message that has bytes. Rows keep
 * every kind of value, so what comes out of a store is what the sink would have got at once.
 */
export function toStoredMessage(message: SinkMessage): Uint8Array {
  const { data, properties } = message
  if (data instanceof Uint8Array) return join(JSON.stringify({ properties }), data)
  return join(JSON.stringify({ properties, rows: pack(data) }), new Uint8Array())
}

/** Undefined for bytes that no message was made of. */
export function fromStoredMessage(bytes: Uint8Array): SinkMessage | undefined {
  const end = bytes.indexOf(newLine)
  if (end < 0) return undefined
  try {
    const head: unknown = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end)))
    if (!isHead(head)) return undefined
    const { properties } = head
    if (head.rows === undefined) return { data: bytes.slice(end + 1), properties }
    return { data: unpack(head.rows) as SinkMessage['data'], properties }
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined
    throw error
  }
}

const newLine = 10

function join(head: string, body: Uint8Array): Uint8Array {
  const line = new TextEncoder().encode(`${head}\n`)
  const bytes = new Uint8Array(line.length + body.length)
  bytes.set(line)
  bytes.set(body, line.length)
  return bytes
}

interface Head {
  readonly properties: Readonly<Record<string, string>>
  readonly rows?: unknown
}

function isHead(head: unknown): head is Head {
  return (
    typeof head === 'object' &&
    head !== null &&
    'properties' in head &&
    typeof head.properties === 'object' &&
    head.properties !== null
  )
}

/** What JSON cannot tell apart is a list whose first element says what it is. */
function pack(value: Value | undefined): unknown {
  switch (typeof value) {
    case 'bigint':
      return ['int', value.toString()]
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : ['float', Object.is(value, -0) ? '-0' : String(value)]
    case 'object':
      return value === null ? null : packObject(value)
    default:
      return value
  }
}

function packObject(value: Exclude<Value, null | boolean | number | bigint | string>): unknown {
  if (isList(value)) return value === NIL_LIST ? ['nil'] : ['list', ...value.map(pack)]
  if (isBytes(value)) return ['bytes', encodeBase64(value)]
  if (isDateTime(value)) return ['time', value.epochMs, value.nanos, value.zone]
  if (isDuration(value)) return ['duration', value.nanoseconds.toString()]
  if (isWeekday(value)) return ['weekday', value.day]
  const record = value
  // A record, so that a column named `__proto__` stays a column.
  const packed = createRecord() as Record<string, unknown>
  for (const name of Object.keys(record)) packed[name] = pack(record[name])
  return packed
}

function unpack(packed: unknown): Value {
  if (Array.isArray(packed)) return unpackTagged(packed)
  if (typeof packed !== 'object' || packed === null) return packed as Value
  const record = createRecord()
  for (const [name, value] of Object.entries(packed)) record[name] = unpack(value)
  return record
}

function unpackTagged([tag, first, ...rest]: readonly unknown[]): Value {
  const text = String(first)
  switch (tag) {
    case 'int':
      return BigInt(text)
    case 'float':
      return Number(text)
    case 'bytes':
      return unpackBytes(text)
    case 'time':
      return {
        kind: 'datetime',
        epochMs: Number(first),
        nanos: Number(rest[0]),
        zone: String(rest[1]),
      }
    case 'duration':
      return { kind: 'duration', nanoseconds: BigInt(text) }
    case 'weekday':
      return { kind: 'weekday', day: Number(first) }
    case 'nil':
      return NIL_LIST
    case 'list':
      return first === undefined ? [] : [first, ...rest].map(unpack)
    default:
      throw new SyntaxError(`unknown kind of value ${String(tag)}`)
  }
}

function unpackBytes(text: string): Uint8Array {
  const decoded = decodeBase64(text)
  if (!decoded.ok) throw new SyntaxError('bytes that are no base64')
  return decoded.bytes
}
