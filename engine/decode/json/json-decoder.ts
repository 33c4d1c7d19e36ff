import {
  createRecord,
  type MutableRecord,
  type RecordValue,
  type Value,
} from '../../types/value.ts'
import { DecodeError } from '../decode-error.ts'
import type { RowPlan } from '../row-plan.ts'
import { decodeUtf8 } from './text-bytes.ts'
import { describeJsonFault } from './json-fault.ts'
import { JsonReader } from './json-reader.ts'
import { closeBrace, closeBracket, malformed, openBrace, openBracket } from './json-scanner.ts'
import { KeyTable, type KeyEntry } from './key-table.ts'
import { skipPlan } from '../value-plan.ts'

type SlotValues = (Value | undefined)[]

/** Takes the rows of a payload; called only after the whole payload proved good. */
export interface JsonRowReceiver {
  row(slots: SlotValues, fields: RecordValue | undefined): void
}

export interface JsonDecoderOptions {
  readonly plan: RowPlan
  readonly slots: ReadonlyMap<string, number>
  readonly slotCount: number
  /** Whether rows also come as records. */
  readonly hasFields: boolean
}

/**
 * eKuiper's JSON payloads: an object is one row, an array of objects several. One instance reads one
 * payload at a time.
 */
export class JsonDecoder extends JsonReader {
  private readonly table: KeyTable
  private readonly emptySlots: SlotValues
  private readonly hasFields: boolean

  constructor(options: JsonDecoderOptions) {
    super()
    this.table = new KeyTable(options.plan.members, options.plan.otherwise, options.slots)
    this.emptySlots = new Array<Value | undefined>(options.slotCount).fill(undefined)
    this.hasFields = options.hasFields
  }

  /** Returns whether the payload is a list. */
  decode(payload: Uint8Array, receiver: JsonRowReceiver): boolean {
    this.start(payload)
    try {
      return this.decodeTop(receiver)
    } catch (error) {
      if (error !== malformed) throw error
      const text = decodeUtf8(payload, 0, payload.length)
      throw new DecodeError(describeJsonFault(text) ?? 'cannot parse JSON')
    }
  }

  private decodeTop(receiver: JsonRowReceiver): boolean {
    const code = this.peek()
    if (code === openBrace) {
      const slots = this.emptySlots.slice()
      const fields = this.hasFields ? createRecord() : undefined
      const failure = this.readRow(slots, fields, 1)
      this.expectEnd()
      if (failure !== undefined) throw failure
      receiver.row(slots, fields)
      return false
    }
    if (code === openBracket) {
      this.decodeList(receiver)
      return true
    }
    this.skipValue(code, 1)
    this.expectEnd()
    throw new DecodeError('only map[string]interface{} and []map[string]interface{} is supported')
  }

  private expectEnd(): void {
    if (this.peek() >= 0) throw malformed
  }

  private decodeList(receiver: JsonRowReceiver): void {
    const rows: { readonly slots: SlotValues; readonly fields: MutableRecord | undefined }[] = []
    let failure: DecodeError | undefined
    this.at++
    if (this.peek() === closeBracket) this.at++
    else {
      do {
        const code = this.peek()
        if (code !== openBrace) {
          const kind = this.skipKind(code, 2)
          failure ??= new DecodeError(`value doesn't contain object; it contains ${kind}`)
          continue
        }
        const slots = this.emptySlots.slice()
        const fields = this.hasFields ? createRecord() : undefined
        const rowFailure = this.readRow(slots, fields, 2)
        failure ??= rowFailure
        rows.push({ slots, fields })
      } while (this.hasNext(closeBracket))
    }
    this.expectEnd()
    if (failure !== undefined) throw failure
    for (const row of rows) receiver.row(row.slots, row.fields)
  }

  private readRow(
    slots: SlotValues,
    fields: MutableRecord | undefined,
    depth: number,
  ): DecodeError | undefined {
    const { table } = this
    let failure: DecodeError | undefined
    this.at++
    if (this.peek() === closeBrace) {
      this.at++
      return undefined
    }
    let entry: KeyEntry | undefined = this.readKey(table, 0)
    for (let place = 1; entry !== undefined; place++) {
      const code = this.peek()
      let value: Value | undefined
      if (entry.plan === skipPlan) value = this.skipValue(code, depth + 1) ? null : undefined
      else {
        value = this.readValue(entry.plan, code, entry.name, depth + 1)
        if (value === undefined) failure = this.failure
      }
      if (value !== undefined) {
        if (entry.slot >= 0) slots[entry.slot] = value
        if (fields !== undefined) fields[entry.name] = value
      }
      entry = this.readNextKey(table, place)
    }
    return failure
  }
}
