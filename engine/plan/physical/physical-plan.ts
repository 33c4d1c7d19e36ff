import type { JoinType, TimeUnit, WindowType } from '../../syntax/ast.ts'
import type { SourceColumns } from '../logical/logical-plan.ts'

/**
 * What the runtime builds operators from: plain data that survives JSON. Expressions are named by their
 * place in the planned rule's list and carry their text for the eye.
 */
export interface PhysicalPlan {
  readonly sources: readonly PhysicalSource[]
  readonly layout: SlotLayout
  /** From the rows as they come to the results. */
  readonly operators: readonly PhysicalOperator[]
}

export interface PlanExpression {
  readonly id: number
  readonly text: string
}

export interface PhysicalSource {
  /** The place in the statement. */
  readonly source: number
  readonly name: string
  readonly role: 'stream' | 'scan-table' | 'lookup-table'
  readonly needed: SourceColumns
  /** The columns that expressions read. */
  readonly columns: readonly string[]
  /** Whether rows must keep their whole record: for stars and for rows behind a LIMIT. */
  readonly needsFields: boolean
  /** Tested on this source's rows before anything else. */
  readonly filter: PlanExpression | undefined
}

/**
 * Positions in a row's slots, counted from the end of its columns: where those end is known when the rule
 * starts, because rules that share a stream share its rows' columns.
 */
export interface SlotLayout {
  readonly analytic: readonly PlanExpression[]
  /** Places of SELECT fields whose alias another expression reads. */
  readonly aliases: readonly number[]
  readonly rowNumbers: readonly PlanExpression[]
  readonly triggers: readonly PlanExpression[]
  readonly aggregates: readonly PlanExpression[]
}

export type PhysicalOperator =
  | { readonly kind: 'watermark'; readonly toleranceMs: number }
  | { readonly kind: 'analytic'; readonly calls: readonly PlanExpression[] }
  | { readonly kind: 'filter'; readonly condition: PlanExpression }
  | PhysicalWindow
  | { readonly kind: 'tables'; readonly sources: readonly number[] }
  | { readonly kind: 'join'; readonly steps: readonly PhysicalJoin[] }
  | PhysicalLookup
  | { readonly kind: 'where-aggregate'; readonly calls: readonly PlanExpression[] }
  | { readonly kind: 'group'; readonly dimensions: readonly PlanExpression[] }
  | { readonly kind: 'having'; readonly condition: PlanExpression }
  | { readonly kind: 'row-number'; readonly calls: readonly PlanExpression[] }
  | {
      readonly kind: 'order'
      readonly keys: readonly {
        readonly expression: PlanExpression
        readonly isDescending: boolean
      }[]
    }
  | PhysicalDedupTrigger
  | {
      readonly kind: 'project'
      readonly isAggregate: boolean
      readonly limit: number | undefined
      readonly sendsNull: boolean
    }
  | {
      readonly kind: 'explode'
      readonly field: number
      readonly function: 'unnest' | 'extract'
      readonly limit: number | undefined
      /** An aggregate without groups: eKuiper finds nothing to spread. */
      readonly isWhole: boolean
    }

export interface PhysicalWindow {
  readonly kind: 'window'
  readonly type: WindowType
  readonly unit: TimeUnit | undefined
  readonly sizes: readonly number[]
  readonly isEventTime: boolean
  readonly isSecondVersion: boolean
  readonly isSentTwice: boolean
  /** Rows that do not meet it never get into the window. */
  readonly filter: PlanExpression | undefined
  readonly when: PlanExpression | undefined
  readonly conditions: readonly PlanExpression[]
  readonly partitionBy: readonly PlanExpression[]
  /** What the window keeps: its rows, running aggregates with eKuiper's usual results, or its incremental ones. */
  readonly content: 'rows' | 'running-aggregates' | 'incremental'
  readonly dimensions: readonly PlanExpression[]
  readonly aggregates: readonly PlanExpression[]
}

export interface PhysicalDedupTrigger {
  readonly kind: 'dedup-trigger'
  readonly call: PlanExpression
  /** The columns with the start, the end and the time of a row. */
  readonly columns: Readonly<Record<'start' | 'end' | 'now', PlanExpression>>
  readonly expireMs: bigint
}

export interface PhysicalJoin {
  readonly type: JoinType
  readonly left: number | undefined
  readonly right: number
  readonly on: PlanExpression | undefined
  /** Both sides of an equality that is the whole condition. */
  readonly equality: { readonly left: PlanExpression; readonly right: PlanExpression } | undefined
}

export interface PhysicalLookup {
  readonly kind: 'lookup'
  readonly source: number
  readonly type: JoinType
  readonly keys: readonly { readonly column: string; readonly value: PlanExpression }[]
  readonly rest: PlanExpression | undefined
}
