import type { BoundSource, ColumnBinding } from '../binder/bound.ts'
import type { StreamDefinition } from '../catalog/stream.ts'
import type { FunctionDefinition } from '../functions/definition.ts'
import type {
  CallExpression,
  ColumnReference,
  Expression,
  Join,
  OrderItem,
  SelectField,
  WindowClause,
} from '../syntax/ast.ts'

/**
 * A graph rule, checked, with its expressions parsed. Names are not resolved against schemas: a name
 * without qualifier is found in whatever row arrives, a qualified one in that source's part of it.
 */
export interface BoundGraph {
  /** Every node after all nodes it takes rows from. */
  readonly nodes: readonly GraphNode[]
  /** The streams and tables of the source nodes, by which `columns` counts. */
  readonly sources: readonly BoundSource[]
  readonly columns: ReadonlyMap<ColumnReference, ColumnBinding>
  readonly calls: ReadonlyMap<CallExpression, FunctionDefinition>
}

export type GraphNode =
  | SourceGraphNode
  | FilterGraphNode
  | FunctionGraphNode
  | PickGraphNode
  | WindowGraphNode
  | JoinGraphNode
  | GroupByGraphNode
  | OrderByGraphNode
  | SwitchGraphNode
  | WatermarkGraphNode
  | SinkGraphNode

/** What flows along an edge: single rows, a window's rows, or such rows in groups. */
export type GraphFlow = 'row' | 'collection' | 'grouped'

interface GraphNodeBase {
  /** Its key in the rule's `nodes`. */
  readonly name: string
  readonly inputs: readonly GraphInput[]
  /** What it sends; a sink sends nothing and has what it takes. */
  readonly flow: GraphFlow
}

export interface GraphInput {
  readonly node: string
  /** Which case of a switch; 0 for all other nodes. */
  readonly output: number
}

export interface SourceGraphNode extends GraphNodeBase {
  readonly kind: 'source'
  /** Its place in `sources`. */
  readonly source: number
  readonly definition: StreamDefinition
  /**
   * True where the node refers to an existing stream: eKuiper then decodes no column, and only nulls
   * arrive. False for a source defined in place, which is schemaless and gives all columns.
   */
  readonly isReference: boolean
  /** A lookup table: no rows come from it, its join asks it. */
  readonly isLookup: boolean
}

export interface FilterGraphNode extends GraphNodeBase {
  readonly kind: 'filter'
  readonly condition: Expression
  /** On groups it is evaluated as HAVING, with aggregates. */
  readonly isHaving: boolean
}

/** Adds one column to each row (`function`) or each group's first row (`aggfunc`). */
export interface FunctionGraphNode extends GraphNodeBase {
  readonly kind: 'function' | 'aggfunc'
  readonly call: CallExpression
  readonly output: string
}

export interface PickGraphNode extends GraphNodeBase {
  readonly kind: 'pick'
  /** Each with its output name; '' for a star. No alias is seen by another field. */
  readonly fields: readonly { readonly field: SelectField; readonly name: string }[]
  readonly isAggregate: boolean
}

export interface WindowGraphNode extends GraphNodeBase {
  readonly kind: 'window'
  readonly window: WindowClause
}

export interface JoinGraphNode extends GraphNodeBase {
  readonly kind: 'join'
  /** The stream's name. */
  readonly from: string
  readonly joins: readonly Join[]
  /** The table's place in `sources` where this is a lookup join; `joins` is then that one join. */
  readonly lookup: number | undefined
}

export interface GroupByGraphNode extends GraphNodeBase {
  readonly kind: 'groupby'
  readonly dimensions: readonly Expression[]
}

export interface OrderByGraphNode extends GraphNodeBase {
  readonly kind: 'orderby'
  readonly items: readonly OrderItem[]
}

export interface SwitchGraphNode extends GraphNodeBase {
  readonly kind: 'switch'
  readonly cases: readonly Expression[]
  readonly stopsAtFirstMatch: boolean
}

export interface WatermarkGraphNode extends GraphNodeBase {
  readonly kind: 'watermark'
  /** Names of source nodes. */
  readonly emitters: readonly string[]
  readonly sendsWatermark: boolean
}

export interface SinkGraphNode extends GraphNodeBase {
  readonly kind: 'sink'
  readonly type: string
  readonly properties: Readonly<Record<string, unknown>>
}
