export { DecodeError } from './decode-error.ts'
export { createDecoder, createPayloadDecoder } from './decoder.ts'
export type { DecodedRow, Decoder, DecoderOptions, RowReceiver, SlotValues } from './decoder.ts'
export type { NeededColumns } from './row-plan.ts'
