import type { RuleRow } from '../rule-row.ts'
import type { RuleHold } from '../sinks/rule-hold.ts'
import type { StreamNeeds } from './stream-decoder.ts'

/** A rule's end of a stream. */
export interface StreamSubscriber {
  readonly needs: StreamNeeds
  rows(batch: readonly RuleRow[]): void
  /** A payload, or one of its rows, could not be decoded for this rule. */
  failed(message: string): void
  /** The stream's source gives nothing more; called once, after the last row. */
  ended(): void
  /** Of a rule that may be held up by its actions. */
  readonly hold?: RuleHold | undefined
}
