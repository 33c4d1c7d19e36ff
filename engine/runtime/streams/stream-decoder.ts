import type { StreamDefinition } from '../../catalog/stream.ts'
import {
  createDecoder,
  DecodeError,
  type Decoder,
  type NeededColumns,
  type RowReceiver,
  type SlotValues,
} from '../../decode/index.ts'
import type { RecordValue } from '../../types/value.ts'
import { RuleRow } from '../rule-row.ts'

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
  private items: (RuleRow | DecodeError)[] = []
  private timestamp = 0
  private metadata: RecordValue | undefined

  constructor(definition: StreamDefinition, needs: StreamNeeds, layout: StreamLayout) {
    this.decoder = createDecoder({
      stream: definition,
      needed: needs.needed,
      slots: layout.slots,
      slotCount: layout.slotCount,
      hasFields: needs.needsFields,
    })
  }

  row(slots: SlotValues, fields: RecordValue | undefined): void {
    this.items.push(new RuleRow(slots, fields, this.timestamp, this.metadata, 0))
  }

  refused(error: DecodeError): void {
    this.items.push(error)
  }

  /** The rows of one payload in order, with why others of it, or all, could not be used. */
  decode(
    payload: Uint8Array,
    timestamp: number,
    metadata: RecordValue | undefined,
  ): readonly (RuleRow | DecodeError)[] {
    this.items = []
    this.timestamp = timestamp
    this.metadata = metadata
    try {
      this.decoder.decodeInto(payload, this)
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error
      this.items.push(error)
    }
    return this.items
  }
}
