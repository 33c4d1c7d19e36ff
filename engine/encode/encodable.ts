import type { RecordValue } from '../types/value.ts'

/** What an encoder takes: one row, the rows of one result, or what `dataField` picked out of a row. */
export type Encodable = RecordValue | readonly RecordValue[]

/** Bytes of one message. Throws EncodeError, whose text is eKuiper's. */
export type Encoder = (data: Encodable) => Uint8Array
