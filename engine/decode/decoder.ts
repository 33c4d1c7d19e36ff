import type { StreamDefinition } from '../catalog/stream.ts'
import { isList, isRecord } from '../types/go-text.ts'
import { createRecord, type RecordValue, type Value } from '../types/value.ts'
import { DecodeError } from './decode-error.ts'
import { decodeDelimited } from './delimited.ts'
import { emptySlotsOf, type SlotValues } from './empty-slots.ts'
import { JsonDecoder } from './json/json-decoder.ts'
import { planRow, type NeededColumns, type RowPlan } from './row-plan.ts'
import { createStrictCheck, type StrictCheck } from './strict-check.ts'
import { decodeUrlencoded } from './urlencoded.ts'

/** A row, or the rows, of one payload. */
export type PayloadDecoder = (payload: Uint8Array) => RecordValue | readonly RecordValue[]

/** A row, or why this one row of its payload cannot be used. */
export type DecodedRow = RecordValue | DecodeError

/** Takes the rows of one payload in order. Called only after the whole payload proved readable. */
export interface RowReceiver {
  /** `fields` is there only where the decoder was created with `hasFields`. Both belong to the receiver. */
  row(slots: SlotValues, fields: RecordValue | undefined): void
  /** A row that strict validation refuses; the others of the payload still come. */
  refused(error: DecodeError): void
}

export interface DecoderOptions {
  readonly stream: StreamDefinition
  readonly needed: NeededColumns
  /** Reads a format that is none of the engine's: a plugin's. What it throws concerns this payload. */
  readonly decodePayload?: PayloadDecoder | undefined
  /** Where `decodeInto` puts columns; others are only in `fields`. */
  readonly slots?: ReadonlyMap<string, number>
  readonly slotCount?: number
  /** Whether `decodeInto` also hands over whole records: all needed columns, and every column that is null. */
  readonly hasFields?: boolean
}

/** Bytes to rows. Not reentrant: `row` must not decode with the same decoder. Both methods throw DecodeError for a payload that cannot be read. */
export interface Decoder {
  decode(payload: Uint8Array): readonly DecodedRow[]
  decodeInto(payload: Uint8Array, receiver: RowReceiver): void
}

/** Decodes what `needed` asks of a stream's payloads, as the stream's format, schema and options say. */
export function createDecoder(options: DecoderOptions): Decoder {
  const { stream } = options
  const plan = planRow(stream, options.needed)
  const strict = stream.isStrict && stream.columns !== undefined
  const check = strict ? createStrictCheck(stream, plan) : undefined
  return stream.format === 'json'
    ? createJsonDecoder(options, plan, check)
    : createRecordDecoder(options, recordFormat(stream, options.decodePayload), check)
}

function createJsonDecoder(
  options: DecoderOptions,
  plan: RowPlan,
  check: StrictCheck | undefined,
): Decoder {
  const whole = new JsonDecoder({ plan, slots: new Map(), slotCount: 0, hasFields: true })
  const decode = (payload: Uint8Array): readonly DecodedRow[] => {
    const rows: DecodedRow[] = []
    whole.decode(payload, {
      row: (_, fields = createRecord()) => {
        rows.push(check === undefined ? fields : check(fields))
      },
    })
    return rows
  }
  if (check !== undefined) return { decode, decodeInto: spread(options, decode) }
  const slotDecoder = new JsonDecoder({
    plan,
    slots: options.slots ?? new Map(),
    slotCount: options.slotCount ?? 0,
    hasFields: options.hasFields ?? false,
  })
  return {
    decode,
    decodeInto: (payload, receiver) => {
      slotDecoder.decode(payload, receiver)
    },
  }
}

function createRecordDecoder(
  options: DecoderOptions,
  decodeRecords: PayloadDecoder,
  check: StrictCheck | undefined,
): Decoder {
  const decode = (payload: Uint8Array): readonly DecodedRow[] => {
    const decoded = decodeRecords(payload)
    const records = isList(decoded) ? decoded : [decoded]
    return check === undefined ? records : records.map(check)
  }
  return { decode, decodeInto: spread(options, decode) }
}

/** Rows by position out of whole records, for everything but plain JSON. */
function spread(
  options: DecoderOptions,
  decode: (payload: Uint8Array) => readonly DecodedRow[],
): Decoder['decodeInto'] {
  const slots = [...(options.slots ?? [])]
  const emptySlots = emptySlotsOf(options.slotCount ?? 0)
  return (payload, receiver) => {
    for (const row of decode(payload)) {
      if (row instanceof DecodeError) {
        receiver.refused(row)
        continue
      }
      const values = emptySlots()
      for (const [name, slot] of slots) values[slot] = row[name]
      receiver.row(values, options.hasFields === true ? row : undefined)
    }
  }
}

/** The formats that the engine reads and writes by itself, in lower case and in the order of a choice. */
export const builtInFormats: ReadonlySet<string> = new Set([
  'json',
  'delimited',
  'urlencoded',
  'binary',
])

type FormatOptions = Pick<StreamDefinition, 'columns' | 'extra' | 'format' | 'delimiter'>

function recordFormat(stream: FormatOptions, ofPlugin?: PayloadDecoder): PayloadDecoder {
  switch (stream.format) {
    case 'delimited': {
      const delimiter = stream.delimiter === '' ? ',' : stream.delimiter
      const names = fieldNames(stream)
      return (payload) => decodeDelimited(payload, delimiter, names)
    }
    case 'urlencoded':
      return decodeUrlencoded
    case 'binary': {
      const name = stream.columns?.[0]?.name.name ?? 'self'
      return (payload) => {
        const record = createRecord()
        record[name] = payload
        return record
      }
    }
    default:
      if (ofPlugin !== undefined) return guardDecoder(ofPlugin, stream.format)
      throw new DecodeError(`format type ${stream.format} not supported`)
  }
}

/** Whatever a plugin throws or gives, only this payload is lost. */
function guardDecoder(decode: PayloadDecoder, format: string): PayloadDecoder {
  return (payload) => {
    let decoded: unknown
    try {
      decoded = decode(payload)
    } catch (error) {
      throw new DecodeError(error instanceof Error ? error.message : String(error))
    }
    const records = Array.isArray(decoded) ? (decoded as readonly unknown[]) : [decoded]
    if (records.every((record) => isRecord(record as Value))) return decoded as RecordValue
    throw new DecodeError(`the format ${format} gave something that is no row`)
  }
}

function fieldNames(stream: FormatOptions): readonly string[] | undefined {
  const fields: unknown = stream.extra['fields']
  if (!Array.isArray(fields) || fields.length === 0) return undefined
  return fields.map(String)
}

/**
 * Reads one payload without a stream: a row, or the rows of a list. For data that left a rule as text and
 * is read back. Throws DecodeError.
 */
export function createPayloadDecoder(format: string, delimiter: string): PayloadDecoder {
  const name = format.toLowerCase()
  if (name !== 'json' && name !== '') return recordFormat({ ...noStream, format: name, delimiter })
  const decoder = new JsonDecoder({
    plan: planRow(noStream, { columns: 'all' }),
    slots: new Map(),
    slotCount: 0,
    hasFields: true,
  })
  return (payload) => {
    const rows: RecordValue[] = []
    const isList = decoder.decode(payload, {
      row: (_, fields = createRecord()) => {
        rows.push(fields)
      },
    })
    const [row] = rows
    return isList || row === undefined ? rows : row
  }
}

const noStream = { columns: undefined, extra: {}, format: 'json', delimiter: '' }
