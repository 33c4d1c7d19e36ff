import type {
  CallExpression,
  Expression,
  JoinType,
  OrderItem,
  WindowClause,
} from '../../syntax/ast.ts'

/**
 * What a statement means, as a tree from the result down to its sources. Optimizer rules rewrite it; it
 * knows nothing of slots or operators.
 */
export type LogicalPlan =
  | SourceNode
  | FilterNode
  | WatermarkNode
  | AnalyticNode
  | WindowNode
  | TableNode
  | JoinNode
  | LookupNode
  | WhereAggregateNode
  | GroupNode
  | HavingNode
  | RowNumberNode
  | OrderNode
  | DedupTriggerNode
  | ProjectNode
  | ExplodeNode

/** What a source must decode for the rule. */
export interface SourceColumns {
  readonly columns: 'all' | readonly string[]
  readonly paths: readonly (readonly string[])[]
}

export interface SourceNode {
  readonly kind: 'source'
  /** The place among the statement's sources. */
  readonly source: number
  readonly isTable: boolean
  /** Undefined until the column pruner ran: everything. */
  readonly needed: SourceColumns | undefined
  readonly inputs: readonly []
}

export interface FilterNode {
  readonly kind: 'filter'
  readonly condition: Expression
  readonly inputs: readonly LogicalPlan[]
}

export interface WatermarkNode {
  readonly kind: 'watermark'
  readonly toleranceMs: number
  readonly inputs: readonly LogicalPlan[]
}

export interface AnalyticNode {
  readonly kind: 'analytic'
  readonly calls: readonly CallExpression[]
  readonly inputs: readonly LogicalPlan[]
}

export interface WindowNode {
  readonly kind: 'window'
  readonly window: WindowClause
  /** Rows that do not meet it never get into the window. */
  readonly condition: Expression | undefined
  readonly isEventTime: boolean
  readonly isSecondVersion: boolean
  readonly isSentTwice: boolean
  /** The aggregates that run inside the window under eKuiper's enableIncrementalWindow; empty otherwise. */
  readonly aggregates: readonly CallExpression[]
  readonly dimensions: readonly Expression[]
  readonly inputs: readonly LogicalPlan[]
}

/** Puts the rows of scan tables beside those of the streams. The first input is the streams' side. */
export interface TableNode {
  readonly kind: 'table'
  readonly inputs: readonly LogicalPlan[]
}

export interface PlannedJoin {
  readonly type: JoinType
  /** The left source; undefined for the rows joined so far. */
  readonly left: number | undefined
  readonly right: number
  readonly on: Expression | undefined
}

export interface JoinNode {
  readonly kind: 'join'
  readonly joins: readonly PlannedJoin[]
  readonly inputs: readonly LogicalPlan[]
}

export interface LookupNode {
  readonly kind: 'lookup'
  readonly source: number
  readonly type: JoinType
  /** Table columns and what they must equal. */
  readonly keys: readonly { readonly column: string; readonly value: Expression }[]
  readonly rest: Expression | undefined
  readonly on: Expression
  readonly needed: SourceColumns | undefined
  readonly inputs: readonly LogicalPlan[]
}

/** Aggregates that stand in WHERE, computed over the whole window in front of it. */
export interface WhereAggregateNode {
  readonly kind: 'where-aggregate'
  readonly calls: readonly CallExpression[]
  readonly inputs: readonly LogicalPlan[]
}

export interface GroupNode {
  readonly kind: 'group'
  readonly dimensions: readonly Expression[]
  readonly inputs: readonly LogicalPlan[]
}

export interface HavingNode {
  readonly kind: 'having'
  readonly condition: Expression
  readonly inputs: readonly LogicalPlan[]
}

export interface RowNumberNode {
  readonly kind: 'row-number'
  readonly calls: readonly CallExpression[]
  readonly inputs: readonly LogicalPlan[]
}

export interface OrderNode {
  readonly kind: 'order'
  readonly items: readonly OrderItem[]
  readonly inputs: readonly LogicalPlan[]
}

/** Holds rows until the end of their range and says which parts of it are new. Takes rows, never windows. */
export interface DedupTriggerNode {
  readonly kind: 'dedup-trigger'
  readonly call: CallExpression
  /** The name under which the projection finds the value. */
  readonly name: string
  readonly inputs: readonly LogicalPlan[]
}

export interface ProjectNode {
  readonly kind: 'project'
  readonly isAggregate: boolean
  readonly limit: number | undefined
  readonly sendsNull: boolean
  readonly inputs: readonly LogicalPlan[]
}

export interface ExplodeNode {
  readonly kind: 'explode'
  readonly call: CallExpression
  readonly field: number
  readonly limit: number | undefined
  readonly inputs: readonly LogicalPlan[]
}

/** A copy of the node with other inputs. */
export function withInputs(plan: LogicalPlan, inputs: readonly LogicalPlan[]): LogicalPlan {
  return plan.kind === 'source' ? plan : { ...plan, inputs }
}
