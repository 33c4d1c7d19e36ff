import { createDecoder, DecodeError, type Decoder } from '../../decode/index.ts'
import type { RecordValue } from '../../types/value.ts'
import type { NodeEvent } from '../run.ts'
import type { DecodedStream } from './stream-decoder.ts'

type RowEvent = Extract<NodeEvent, { kind: 'in' | 'out' }>

/** One row of a payload, with columns that no rule reads too. `decoded` stands in where that fails. */
interface PayloadRow {
  readonly payload: Uint8Array
  /** Its place among the rows of the payload. */
  readonly index: number
  readonly decoded: () => RecordValue
}

/**
 * Rows of a stream as people look at them. Rules have only the columns they read decoded; the rest of a
 * payload is decoded here, and only when somebody asks for the row.
 */
export class WholeRows {
  private readonly stream: DecodedStream
  private decoder: Decoder | undefined
  private last:
    | { readonly payload: Uint8Array; readonly rows: readonly (RecordValue | undefined)[] }
    | undefined

  constructor(stream: DecodedStream) {
    this.stream = stream
  }

  event(at: number, row: PayloadRow, metadata: RecordValue | undefined): RowEvent {
    return new WholeRowEvent(at, metadata, () => this.read(row))
  }

  private read({ payload, index, decoded }: PayloadRow): RecordValue {
    if (this.last?.payload !== payload) this.last = { payload, rows: this.decode(payload) }
    return this.last.rows[index] ?? decoded()
  }

  private decode(payload: Uint8Array): readonly (RecordValue | undefined)[] {
    this.decoder ??= createDecoder({
      stream: this.stream.definition,
      decodePayload: this.stream.createPayloadDecoder?.(),
      needed: { columns: 'all' },
    })
    try {
      const rows = this.decoder.decode(payload)
      return rows.map((row) => (row instanceof DecodeError ? undefined : row))
    } catch (error) {
      // A column that no rule reads may be wrong; the rule's own columns are shown then.
      if (error instanceof DecodeError) return []
      throw error
    }
  }
}

class WholeRowEvent implements RowEvent {
  readonly kind = 'out'
  readonly at: number
  declare readonly metadata?: RecordValue
  private readonly read: () => RecordValue
  private known: RecordValue | undefined

  constructor(at: number, metadata: RecordValue | undefined, read: () => RecordValue) {
    this.at = at
    if (metadata !== undefined) this.metadata = metadata
    this.read = read
  }

  get row(): RecordValue {
    this.known ??= this.read()
    return this.known
  }
}
