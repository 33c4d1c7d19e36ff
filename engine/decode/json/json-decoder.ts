import {
  createRecord,
  type MutableRecord,
  type RecordValue,
  type Value,
} from '../../types/value.ts'
import { DecodeError } from '../decode-error.ts'
import { emptySlotsOf, type SlotValues } from '../empty-slots.ts'
import type { RowPlan } from '../row-plan.ts'
import { decodeUtf8 } from './text-bytes.ts'
import { describeJsonFault } from './json-fault.ts'
import { JsonReader } from './json-reader.ts'
import {
  blank,
  closeBrace,
  closeBracket,
  comma,
  isDigit,
  malformed,
  openBrace,
  openBracket,
  quoteMark,
} from './json-scanner.ts'
import { KeyTable, type KeyEntry } from './key-table.ts'
import { anyPlan, skipPlan } from '../value-plan.ts'

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
  private readonly emptySlots: () => SlotValues
  private readonly hasFields: boolean

  constructor(options: JsonDecoderOptions) {
    super()
    this.table = new KeyTable(options.plan.members, options.plan.otherwise, options.slots)
    this.emptySlots = emptySlotsOf(options.slotCount)
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
      const slots = this.emptySlots()
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
    const kind = this.skipKind(code, 1)
    this.expectEnd()
    throw new DecodeError(
      'only map[string]interface{} and []map[string]interface{} is supported',
      `the payload is a JSON ${kind}; a stream takes an object or a list of objects`,
    )
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
          failure ??= new DecodeError(
            `value doesn't contain object; it contains ${kind}`,
            `the payload is a list with a JSON ${kind} in it; a stream takes an object or a list of objects`,
          )
          continue
        }
        const slots = this.emptySlots()
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

  /** The frequent ways from one member to the next are written out here: this loop is most of the work. */
  private readRow(
    slots: SlotValues,
    fields: MutableRecord | undefined,
    depth: number,
  ): DecodeError | undefined {
    const { table, bytes } = this
    const { expected } = table
    let failure: DecodeError | undefined
    let at = this.at + 1
    for (let place = 0; ; place++) {
      let entry = expected[place]
      let next = entry === undefined ? -1 : this.keyEnd(entry, at)
      if (entry === undefined || next < 0) {
        this.at = at
        if (place === 0 && this.peek() === closeBrace) {
          this.at++
          return undefined
        }
        entry = this.readKey(table, place)
        next = this.at
      }
      const code = bytes[next] ?? 0
      if (entry.plan === skipPlan && code === quoteMark) at = this.skipText(next + 1)
      else if (entry.plan === skipPlan && isDigit(code)) at = this.skipNumber(next)
      else {
        this.at = next
        if (!this.readMember(entry, slots, fields, depth + 1)) failure = this.failure
        at = this.at
      }
      if (bytes[at] !== comma) {
        this.at = at
        if (!this.hasNext(closeBrace)) return failure
        at = this.at
      } else at++
      if (bytes[at] === blank) at++
    }
  }

  /** False where the value does not fit its plan. */
  private readMember(
    entry: KeyEntry,
    slots: SlotValues,
    fields: MutableRecord | undefined,
    depth: number,
  ): boolean {
    const { plan, slot } = entry
    const code = this.peek()
    let value: Value | undefined
    if (plan === skipPlan) {
      if (!this.skipValue(code, depth)) return true
      value = null
    } else {
      if (plan !== anyPlan) value = this.readValue(plan, code, entry.name, depth)
      else if (isDigit(code)) value = this.readDouble()
      else if (code === quoteMark) {
        this.at++
        value = this.readText()
      } else value = this.readValue(plan, code, entry.name, depth)
      if (value === undefined) return false
    }
    if (slot >= 0) slots[slot] = value
    if (fields !== undefined) fields[entry.name] = value
    return true
  }
}
