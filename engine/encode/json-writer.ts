import { isBytes, isDateTime, isDuration, isList, isWeekday } from '../types/go-text.ts'
import { quoteJson, toJsonText } from '../types/json-text.ts'
import { createRecord, NIL_LIST, type RecordValue, type Value } from '../types/value.ts'
import type { Encodable } from './encodable.ts'
import {
  KeyShapes,
  RecordPlace,
  type KeyBytes,
  type KeyOfShape,
  type KeyShape,
} from './key-shapes.ts'
import { MessageBuffer } from './message-buffer.ts'
import { longestNumber, writeAscii, writeBigint, writeNumber } from './number-bytes.ts'
import type { RowValues } from './row-values.ts'
import { plain, writeEscaped } from './text-bytes.ts'

const comma = 44
const quoteMark = 34
const colon = 58
const openBracket = 91
const closeBracket = 93
const openBrace = 123
const closeBrace = 125

/** Longer texts are left to TextEncoder, whose call costs as much as that many characters here. */
const longestByHand = 80
/** What a character may become at most, such as `\u003c`. */
const widestCharacter = 6

const encoder = new TextEncoder()
const recordPrototype: unknown = Object.getPrototypeOf(createRecord())

/** Most records: what else is an object is looked at only where it is none of these. */
function isOwnRecord(value: Value | undefined): value is RecordValue {
  return (
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === recordPrototype
  )
}

function isRows(data: Encodable): data is readonly RecordValue[] {
  return Array.isArray(data)
}

/**
 * `toJsonText` of rows straight into bytes: no text is made that has to be looked through for what must be escaped,
 * joined and encoded again.
 */
export class JsonWriter {
  private readonly buffer = new MessageBuffer()
  private readonly shapes = new KeyShapes()
  private readonly top = new RecordPlace()

  /** The bytes may be kept; their `buffer` holds other messages. Throws JsonTextError. */
  write(data: Encodable): Uint8Array {
    const at = this.buffer.start()
    const end = isRows(data) ? this.rows(data, at) : this.record(data, this.top, at)
    return this.buffer.take(end)
  }

  /** The same bytes as of the row's record: alone, or as the only one of a list. */
  writeValues({ names, values }: RowValues, isListed: boolean): Uint8Array {
    const at = this.buffer.start()
    if (!isListed) return this.buffer.take(this.members(names, values, at))
    const to = this.members(names, values, this.byte(openBracket, at))
    return this.buffer.take(this.byte(closeBracket, to))
  }

  /** A row is always written as a record, whatever its names are. */
  private rows(rows: readonly RecordValue[], at: number): number {
    if (rows === NIL_LIST) return this.ascii('null', at)
    let to = this.byte(openBracket, at)
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]
      if (row === undefined) continue
      if (i > 0) to = this.byte(comma, to)
      to = this.record(row, this.top, to)
    }
    return this.byte(closeBracket, to)
  }

  /** This and the following methods write at `at` and return where they ended. */
  private value(value: Value | undefined, place: RecordPlace, at: number): number {
    switch (typeof value) {
      case 'string':
        return this.text(value, at)
      case 'number':
        return this.number(value, at)
      case 'boolean':
        return this.ascii(value ? 'true' : 'false', at)
      case 'bigint':
        return this.bigint(value, at)
      case 'undefined':
        return this.ascii('null', at)
      default:
        return value === null ? this.ascii('null', at) : this.object(value, place, at)
    }
  }

  private number(value: number, at: number): number {
    const from = this.buffer.reserve(at, longestNumber)
    return writeNumber(this.buffer.bytes, from, value)
  }

  private bigint(value: bigint, at: number): number {
    const from = this.buffer.reserve(at, longestNumber)
    return writeBigint(this.buffer.bytes, from, value)
  }

  private ascii(text: string, at: number): number {
    const from = this.buffer.reserve(at, text.length)
    return writeAscii(this.buffer.bytes, from, text)
  }

  private text(text: string, at: number): number {
    const { length } = text
    if (length > longestByHand) return this.longText(quoteJson(text), at)
    let to = this.buffer.reserve(at, length * widestCharacter + 2)
    const { bytes } = this.buffer
    bytes[to++] = quoteMark
    for (let i = 0; i < length; i++) {
      const code = text.charCodeAt(i)
      if (code >= 128 || plain[code] === 0) return this.escapedText(text, i, to)
      bytes[to++] = code
    }
    bytes[to] = quoteMark
    return to + 1
  }

  /** Goes on with a text at the character that is not written as it is. */
  private escapedText(text: string, first: number, at: number): number {
    const { bytes } = this.buffer
    const end = writeEscaped(bytes, at, text, first)
    bytes[end] = quoteMark
    return end + 1
  }

  private longText(quoted: string, at: number): number {
    const from = this.buffer.reserve(at, quoted.length * 3)
    return from + encoder.encodeInto(quoted, this.buffer.bytes.subarray(from)).written
  }

  private object(value: object, place: RecordPlace, at: number): number {
    const item = value as Value
    if (isOwnRecord(item)) return this.record(item, place, at)
    if (isList(item)) return this.list(item, place, at)
    if (isBytes(item) || isDateTime(item) || isDuration(item) || isWeekday(item)) {
      return this.ascii(toJsonText(item), at)
    }
    return this.record(value as RecordValue, place, at)
  }

  private list(list: readonly Value[], place: RecordPlace, at: number): number {
    if (list === NIL_LIST) return this.ascii('null', at)
    let to = this.byte(openBracket, at)
    for (let i = 0; i < list.length; i++) {
      if (i > 0) to = this.byte(comma, to)
      to = this.value(list[i], place, to)
    }
    return this.byte(closeBracket, to)
  }

  private byte(code: number, at: number): number {
    const from = this.buffer.reserve(at, 1)
    this.buffer.bytes[from] = code
    return from + 1
  }

  private record(record: RecordValue, place: RecordPlace, at: number): number {
    return this.members(this.shapes.of(record, place), Object.values(record), at)
  }

  private members({ keys }: KeyShape, values: readonly (Value | undefined)[], at: number): number {
    if (keys.length === 0) return this.ascii('{}', at)
    const offset = at - this.buffer.from
    let to = at
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i]
      if (key === undefined) break
      const value = values[key.from]
      if (value === undefined) return this.withoutMissing(keys, values, this.buffer.from + offset)
      to = this.key(key.bytes, to)
      // The frequent kinds without another call.
      if (typeof value === 'number') to = this.number(value, to)
      else if (typeof value === 'string') to = this.text(value, to)
      else to = this.value(value, key.place, to)
    }
    return this.byte(closeBrace, to)
  }

  private key({ words, length }: KeyBytes, at: number): number {
    const from = this.buffer.reserve(at, words.length * 4)
    const { view } = this.buffer
    for (let i = 0; i < words.length; i++) view.setInt32(from + i * 4, words[i] ?? 0, true)
    return from + length
  }

  /** A key whose value is undefined is a column that is missing. */
  private withoutMissing(
    keys: readonly KeyOfShape[],
    values: readonly (Value | undefined)[],
    at: number,
  ): number {
    let to = this.byte(openBrace, at)
    let isFirst = true
    for (const { name, from, place } of keys) {
      const value = values[from]
      if (value === undefined) continue
      if (!isFirst) to = this.byte(comma, to)
      isFirst = false
      to = this.value(value, place, this.byte(colon, this.text(name, to)))
    }
    return this.byte(closeBrace, to)
  }
}
