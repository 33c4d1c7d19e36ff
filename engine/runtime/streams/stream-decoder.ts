import type { StreamDefinition } from '../../catalog/stream.ts'
import {
  createDecoder,
  DecodeError,
  type Decoder,
  type NeededColumns,
  type PayloadDecoder,
  type RowReceiver,
  type SlotValues,
} from '../../decode/index.ts'
import type { RecordValue } from '../../types/value.ts'
import { RuleRow } from '../rule-row.ts'

/** A stream, and how a format of a plugin reads its payloads. */
export interface DecodedStream {
  readonly definition: StreamDefinition
  readonly createPayloadDecoder?: () => PayloadDecoder
}

/** What a rule asks of a stream. */
export interface StreamNeeds {
  readonly needed: NeededColumns
  /** The columns its expressions read. */
  readonly columns: readonly string[]
  readonly needsFields: boolean
}

/** Where a stream's rows have their columns, agreed for all rules that share it. */
export interface StreamLayout {
  readonly slots: ReadonlyMap<string, number>
  readonly slotCount: number
}

export function layoutStream(
  definition: StreamDefinition,
  needs: readonly StreamNeeds[],
): StreamLayout {
  const names = new Set(needs.flatMap(({ columns }) => columns))
  const { timestampColumn } = definition
  if (timestampColumn !== undefined && timestampColumn !== '') names.add(timestampColumn)
  const slots = new Map([...names].map((name, slot) => [name, slot]))
  return { slots, slotCount: slots.size }
}

/** Everything that any of them needs, decoded once. */
export function uniteNeeds(needs: readonly StreamNeeds[]): StreamNeeds {
  const isAll = needs.some(({ needed }) => needed.columns === 'all')
  const names = needs.flatMap(({ needed }) => (needed.columns === 'all' ? [] : needed.columns))
  return {
    needed: {
      columns: isAll ? 'all' : [...new Set(names)],
      paths: needs.flatMap(({ needed }) => needed.paths ?? []),
    },
    columns: [...new Set(needs.flatMap(({ columns }) => columns))],
    needsFields: needs.some(({ needsFields }) => needsFields),
  }
}

/** Bytes to rows of one layout. */
export class StreamDecoder implements RowReceiver {
  private readonly decoder: Decoder
  private batch: RuleRow[] = []
  /** How long the batch was before the payload that is being decoded. */
  private before = 0
  private troubled: (RuleRow | DecodeError)[] | undefined
  private timestamp = 0
  private metadata: RecordValue | undefined

  constructor(
    { definition, createPayloadDecoder }: DecodedStream,
    needs: StreamNeeds,
    layout: StreamLayout,
  ) {
    this.decoder = createDecoder({
      decodePayload: createPayloadDecoder?.(),
      stream: definition,
      needed: needs.needed,
      slots: layout.slots,
      slotCount: layout.slotCount,
      hasFields: needs.needsFields,
    })
  }

  row(slots: SlotValues, fields: RecordValue | undefined): void {
    const row = new RuleRow(slots, fields, this.timestamp, this.metadata, 0)
    if (this.troubled === undefined) this.batch.push(row)
    else this.troubled.push(row)
  }

  refused(error: DecodeError): void {
    this.troubled ??= this.batch.splice(this.before)
    this.troubled.push(error)
  }

  /**
   * Adds the rows of one payload to the batch. Where not all of it could be used nothing is added: its
   * rows, and why others or all are missing, come back in order.
   */
  decode(
    payload: Uint8Array,
    timestamp: number,
    metadata: RecordValue | undefined,
    batch: RuleRow[],
  ): readonly (RuleRow | DecodeError)[] | undefined {
    this.batch = batch
    this.before = batch.length
    this.troubled = undefined
    this.timestamp = timestamp
    this.metadata = metadata
    try {
      this.decoder.decodeInto(payload, this)
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error
      this.refused(error)
    }
    return this.troubled
  }
}
