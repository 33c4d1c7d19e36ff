import type { Span } from './span.ts'

/**
 * The syntax tree of eKuiper's SQL, as written: nothing is resolved here. Every node has the span of
 * its text. `ErrorExpression` stands where the parser recovered.
 */
export type Statement =
  | SelectStatement
  | CreateStatement
  | DropStatement
  | DescribeStatement
  | ExplainStatement
  | ShowStatement

export type SourceKind = 'stream' | 'table'

export interface Identifier {
  readonly name: string
  readonly span: Span
}

// ---- SELECT -------------------------------------------------------------------------------------

export interface SelectStatement {
  readonly kind: 'select'
  readonly span: Span
  readonly fields: readonly SelectField[]
  /** The FROM source; its name is empty where the text has none. */
  readonly from: TableReference
  readonly joins: readonly Join[]
  readonly where?: Expression
  /** GROUP BY items in order; windows are items of this list. */
  readonly groupBy: readonly (Expression | WindowClause)[]
  readonly having?: Expression
  readonly orderBy: readonly OrderItem[]
  readonly limit?: { readonly value: bigint; readonly span: Span }
  /** Whether a `;` ended the statement: eKuiper then skips part of its own checks. */
  readonly hasSemicolon: boolean
}

export interface SelectField {
  readonly expression: Expression
  readonly alias?: Identifier
  readonly isInvisible: boolean
  readonly span: Span
}

export interface TableReference {
  /** The name with its pieces glued together, as eKuiper does (`FROM pl ant` is `plant`). */
  readonly name: string
  readonly alias?: Identifier
  readonly span: Span
  readonly nameSpan: Span
}

export type JoinType = 'inner' | 'left' | 'right' | 'full' | 'cross'

export interface Join {
  readonly type: JoinType
  readonly table: TableReference
  readonly on?: Expression
  readonly span: Span
}

export interface OrderItem {
  readonly expression: Expression
  readonly isDescending: boolean
  readonly span: Span
}

// ---- windows ------------------------------------------------------------------------------------

export type WindowType = 'tumbling' | 'hopping' | 'sliding' | 'session' | 'count' | 'state'
export type TimeUnit = 'dd' | 'hh' | 'mi' | 'ss' | 'ms'

export interface WindowClause {
  readonly kind: 'window'
  readonly type: WindowType
  /** Absent for count and state windows. */
  readonly unit?: TimeUnit
  /** tumbling [length]; hopping [length, hop]; sliding [length, delay?, interval?], the last in graphs only; session [maximum, timeout]; count [count, hop?]. */
  readonly sizes: readonly bigint[]
  /** State window: [begin, emit] or the single condition. */
  readonly conditions: readonly Expression[]
  readonly filter?: Expression
  readonly when?: Expression
  readonly partitionBy: readonly Expression[]
  readonly span: Span
}

// ---- expressions --------------------------------------------------------------------------------

export type Expression =
  | IntegerLiteral
  | FloatLiteral
  | StringLiteral
  | BooleanLiteral
  | TimeUnitLiteral
  | ColumnReference
  | Wildcard
  | BinaryExpression
  | InExpression
  | BetweenExpression
  | LikeExpression
  | CaseExpression
  | CallExpression
  | ArrowExpression
  | IndexExpression
  | SliceExpression
  | ListExpression
  | ParenthesizedExpression
  | ErrorExpression

export interface IntegerLiteral {
  readonly kind: 'integer'
  /** Already saturated to int64, as eKuiper does silently. */
  readonly value: bigint
  readonly isSaturated: boolean
  readonly span: Span
}

export interface FloatLiteral {
  readonly kind: 'float'
  readonly value: number
  readonly span: Span
}

export interface StringLiteral {
  readonly kind: 'string'
  readonly value: string
  readonly span: Span
}

export interface BooleanLiteral {
  readonly kind: 'boolean'
  readonly value: boolean
  readonly span: Span
}

/** `dd hh mi ss ms` where a value is expected: evaluates to nothing. */
export interface TimeUnitLiteral {
  readonly kind: 'time-unit'
  readonly unit: TimeUnit
  readonly span: Span
}

/**
 * A name. `a.b` parses to `qualifier: a, name: b`: whether `a` is a stream or a column whose member
 * `b` is meant is decided when names are bound.
 */
export interface ColumnReference {
  readonly kind: 'column'
  readonly qualifier?: Identifier
  readonly name: string
  readonly span: Span
}

/** `*`, `stream.*`, with EXCEPT and REPLACE. */
export interface Wildcard {
  readonly kind: 'wildcard'
  readonly qualifier?: Identifier
  readonly except: readonly Identifier[]
  readonly replace: readonly SelectField[]
  readonly span: Span
}

export type BinaryOperator =
  | 'OR'
  | 'AND'
  | '='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '+'
  | '-'
  | '|'
  | '^'
  | '*'
  | '/'
  | '%'
  | '&'
  /** After anything but a star: parses as an operator below all others, and fails at run time. */
  | 'EXCEPT'
  | 'REPLACE'

export interface BinaryExpression {
  readonly kind: 'binary'
  readonly operator: BinaryOperator
  readonly left: Expression
  readonly right: Expression
  readonly operatorSpan: Span
  readonly span: Span
}

/** `left [NOT] IN right`, where right is a list or one operand that evaluates to an array. */
export interface InExpression {
  readonly kind: 'in'
  readonly isNegated: boolean
  readonly left: Expression
  readonly right: Expression
  readonly span: Span
}

/**
 * Both ends are single operands. Where an operator follows the second one (`BETWEEN 1 AND 2 + 3`),
 * eKuiper reads `BETWEEN ((1, 2) + 3)`: `low` and `high` are then one and the same expression over a list.
 */
export interface BetweenExpression {
  readonly kind: 'between'
  readonly isNegated: boolean
  readonly operand: Expression
  readonly low: Expression
  readonly high: Expression
  readonly span: Span
}

export interface LikeExpression {
  readonly kind: 'like'
  readonly isNegated: boolean
  readonly operand: Expression
  readonly pattern: Expression
  readonly span: Span
}

export interface CaseExpression {
  readonly kind: 'case'
  /** Present in `CASE value WHEN ...`. */
  readonly value?: Expression
  readonly branches: readonly { readonly when: Expression; readonly then: Expression }[]
  readonly otherwise?: Expression
  readonly span: Span
}

export interface CallExpression {
  readonly kind: 'call'
  /** As written; function names are case-insensitive. */
  readonly name: string
  readonly nameSpan: Span
  readonly arguments: readonly Expression[]
  /** `OVER(PARTITION BY ... WHEN ... ORDER BY ...)`. */
  readonly over?: OverClause
  /** Only a window that stands where it is no window (`k + TUMBLINGWINDOW(ss, 1) FILTER(...)`). */
  readonly filter?: Expression
  readonly span: Span
}

export interface OverClause {
  readonly partitionBy: readonly Expression[]
  readonly when?: Expression
  readonly orderBy: readonly OrderItem[]
  readonly span: Span
}

/** `left->member`, or the second and later dots of a path. */
export interface ArrowExpression {
  readonly kind: 'arrow'
  readonly left: Expression
  /**
   * eKuiper accepts any operand here and fails at run time unless it is a name. A name arrives as a
   * ColumnReference without qualifier, but is no column: nothing is bound to it.
   */
  readonly member: Expression
  readonly span: Span
}

export interface IndexExpression {
  readonly kind: 'index'
  readonly left: Expression
  readonly index: Expression
  readonly span: Span
}

/** `left[from:to]`; both ends may be missing, `left[]` is the whole. */
export interface SliceExpression {
  readonly kind: 'slice'
  readonly left: Expression
  readonly from?: Expression
  readonly to?: Expression
  readonly span: Span
}

/** The `(a, b)` of IN, and of BETWEEN where eKuiper's precedence swallows it into one operand. */
export interface ListExpression {
  readonly kind: 'list'
  readonly items: readonly Expression[]
  readonly span: Span
}

export interface ParenthesizedExpression {
  readonly kind: 'parenthesized'
  readonly expression: Expression
  readonly span: Span
}

/** Where the parser recovered; also the missing `left` of a bracket that stands alone (`SELECT [1]`). */
export interface ErrorExpression {
  readonly kind: 'error'
  readonly span: Span
}

// ---- streams and tables -------------------------------------------------------------------------

export interface CreateStatement {
  readonly kind: 'create'
  readonly sourceKind: SourceKind
  readonly name: Identifier
  readonly columns: readonly ColumnDefinition[]
  readonly options: readonly StreamOption[]
  readonly span: Span
}

export interface ColumnDefinition {
  readonly name: Identifier
  readonly type: ColumnType
  readonly defaultValue?: IntegerLiteral | FloatLiteral | StringLiteral | BooleanLiteral
  readonly span: Span
}

export type SimpleType = 'bigint' | 'float' | 'string' | 'datetime' | 'boolean' | 'bytea'

export type ColumnType =
  | { readonly kind: SimpleType }
  | { readonly kind: 'array'; readonly element: ColumnType }
  | { readonly kind: 'struct'; readonly fields: readonly ColumnDefinition[] }

export interface StreamOption {
  /** Upper case. */
  readonly key: string
  readonly value: string | boolean
  readonly span: Span
  readonly valueSpan: Span
}

export interface DropStatement {
  readonly kind: 'drop'
  readonly sourceKind: SourceKind
  readonly name: Identifier
  readonly span: Span
}

export interface DescribeStatement {
  readonly kind: 'describe'
  readonly sourceKind: SourceKind
  readonly name: Identifier
  readonly span: Span
}

export interface ExplainStatement {
  readonly kind: 'explain'
  readonly sourceKind: SourceKind
  readonly name: Identifier
  readonly span: Span
}

export interface ShowStatement {
  readonly kind: 'show'
  readonly sourceKind: SourceKind
  readonly span: Span
}
