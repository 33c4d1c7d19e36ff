import type { CallExpression, ColumnReference, Expression, Wildcard } from '../syntax/ast.ts'
import type { FunctionContext, FunctionDefinition } from '../functions/definition.ts'
import type { RecordValue, Value } from '../types/value.ts'
import type { Row } from '../runtime/row.ts'

/** A compiled expression. Undefined is a column the row does not have. Throws EvaluationError. */
export type Evaluate = (row: Row) => Value | undefined

/** The expression compiler as its parts receive it, to compile what is nested in them. */
export type Compile = (expression: Expression, scope: ExpressionScope) => Evaluate

/**
 * What the expression compiler asks of the plan. The plan decides where columns, aliases, aggregates
 * and analytic results live in a row; the compiler only combines what it gets here.
 */
export interface ExpressionScope {
  /**
   * Reads a column or an alias. For `a.b` where `a` is no stream it is called with the reference as
   * written and gives the value of `a`: the compiler takes the member.
   */
  column(reference: ColumnReference): Evaluate
  /** True when the name before a dot is a stream (or table) of the statement. */
  isStream(name: string): boolean
  /** The record a wildcard argument stands for, such as the row of `collect(*)`. */
  wildcard(wildcard: Wildcard): (row: Row) => RecordValue
  /**
   * A call that the plan evaluates itself (aggregate, analytic, window function); undefined for scalar
   * functions, which the compiler calls.
   */
  plannedCall(call: CallExpression): Evaluate | undefined
  findFunction(name: string): FunctionDefinition | undefined
  readonly context: FunctionContext
  /**
   * A top-level column that the rule decodes in any case; undefined where it decodes none of that name.
   * eKuiper looks there for a member of what is no object (`num.x` beside a column `x` is an error).
   */
  decodedColumn?(name: string): Evaluate | undefined
  /** What an alias stands for, so that more is known of it before there is a row. */
  aliasedExpression?(reference: ColumnReference): Expression | undefined
  /** The metadata of a source of the statement; where it is absent, or without a name, the row's own. */
  metadata?(source: string | undefined): (row: Row) => RecordValue | undefined
  /** The place of a call among those of its statement; 0 where it is absent. */
  callNumber?(call: CallExpression): number
}
