import type { CallExpression, Expression } from '../syntax/ast.ts'
import type { Value } from '../types/value.ts'

export type FunctionCategory =
  | 'aggregate'
  | 'analytic'
  | 'array'
  | 'conversion'
  | 'date'
  | 'hash'
  | 'json'
  | 'math'
  | 'metadata'
  | 'multi-column'
  | 'multi-row'
  | 'object'
  | 'other'
  | 'plugin'
  | 'string'
  | 'window'

/** What the completion, the hover and the reference page say; the example is executed by a test. */
export interface FunctionDocumentation {
  /** Lower case where it is built in. */
  readonly name: string
  readonly aliases?: readonly string[]
  readonly category: FunctionCategory
  /** Such as `round(x, digits?)`; one entry a form. */
  readonly signatures: readonly string[]
  /** One line, ends with a full stop. */
  readonly summary: string
  /** Every built-in function has one. */
  readonly example?: FunctionExample
}

/**
 * `expression` evaluated on `row` (JSON text of a schemaless row, default `{}`) gives `result` (JSON
 * text). For what gives several rows or columns, `result` is the list of the records that are sent.
 */
export interface FunctionExample {
  readonly expression: string
  readonly row?: string
  /** The rows that came before `row`, for functions that remember. */
  readonly before?: readonly string[]
  /** The window the rows are in, such as `TUMBLINGWINDOW(ss, 10)`. */
  readonly window?: string
  readonly result: string
}

/**
 * Checks a call as eKuiper's parser does: the number of arguments, and the kinds of *literal* arguments
 * (columns, calls and arithmetic pass). Returns eKuiper's reason, such as
 * `Expect 2 arguments but found 1.`, or undefined when the call may run.
 */
export type CheckCall = (args: readonly Expression[], call: CallExpression) => string | undefined

/** What a function may ask of the running rule. */
export interface FunctionContext {
  readonly ruleId: string
  /** When the rule started, milliseconds since 1970. */
  readonly ruleStart: number
  now(): number
  /** 0 (included) to 1 (excluded). */
  random(): number
  newId(): string
}

/**
 * What is known of an argument before there is a row, where eKuiper tells Go types apart that are one
 * Value here.
 */
export interface ArgumentShape {
  /** Of an integer: Go's `int` (what functions such as `length` give) or int64 (columns, literals). */
  readonly integer?: 'int' | 'int64'
  /** The same of a list's elements. */
  readonly elements?: 'int' | 'int64'
  /** A Go []string, which is no array for the array functions. */
  readonly isTextList?: boolean
}

/** A function of its arguments alone. Missing arguments arrive as null. Throws EvaluationError. */
export interface ScalarFunction extends FunctionDocumentation {
  readonly kind: 'scalar'
  readonly check: CheckCall
  /**
   * Called once for each row. The list of arguments is used again for the next row: a function that
   * keeps it must copy it. Where `bind` is given it is called instead, once per compiled rule, with the
   * arguments that are literals (others undefined), and may prepare a faster function. `callNumber` is
   * the call's place among the calls of its statement, from 0, as eKuiper counts them.
   */
  readonly evaluate: (args: readonly Value[], context: FunctionContext) => Value
  readonly bind?: (
    literals: readonly (Value | undefined)[],
    shapes: readonly ArgumentShape[],
    callNumber: number,
  ) => ScalarFunction['evaluate'] | undefined
  /** `evaluate` without what it does for null arguments first: `array_map` skips that. */
  readonly evaluateUnchecked?: ScalarFunction['evaluate']
  /** The Go type of the result where it is not plain from the value. */
  readonly shape?: (
    shapes: readonly ArgumentShape[],
    literals: readonly (Value | undefined)[],
  ) => ArgumentShape
}

/**
 * An aggregate over the rows of a window or group. `create` makes the state of one group; states are
 * fed row by row, so a window need not keep its rows for them.
 */
export interface AggregateFunction extends FunctionDocumentation {
  readonly kind: 'aggregate'
  readonly check: CheckCall
  /** Makes an empty state. */
  readonly create: () => AggregateState
  /**
   * Where it is given, what it returns makes the states instead. Called once for each call of a rule that
   * starts; `callNumber` is that of `ScalarFunction.bind`.
   */
  readonly bind?: (context: FunctionContext, callNumber: number) => AggregateFunction['create']
  /** True where the value of a wildcard argument does not matter, only that there is a row. */
  readonly isRowCount?: boolean
  /** The Go type of the result where it is not plain from the value. */
  readonly shape?: ArgumentShape
  /** True where the row's record is the first argument although the call does not name it. */
  readonly takesRecord?: boolean
}

export interface AggregateState {
  /** `args` are the call's arguments for this row, a wildcard's record among them; the list is reused for the next row. */
  add(args: readonly Value[]): void
  /** An argument of a row could not be evaluated: the row counts, and most aggregates fail for it. */
  addError(error: EvaluationError): void
  /** Throws EvaluationError, for example for a sum of texts. Null where no row came. */
  result(): Value
  /**
   * Takes up what `later`, a state of the same call, was fed with, as if those rows came after its own.
   * `later` stays as it is. Absent where an aggregate cannot do that.
   */
  merge?(later: AggregateState): void
}

/** A function of the rows so far. `create` makes the state of one call, or of one partition of it. */
export interface AnalyticFunction extends FunctionDocumentation {
  readonly kind: 'analytic'
  readonly check: CheckCall
  readonly create: () => AnalyticState
}

export interface AnalyticState {
  /**
   * Called for every row in order. With `isRecorded` false (the row fails the call's WHEN) the row leaves
   * no trace and the result is what earlier rows left. Throws EvaluationError and then leaves the state alone.
   */
  step(args: readonly Value[], isRecorded: boolean): Value
}

/** Functions that the planner gives an operator of their own; their state lives there. */
export interface PlannedFunction extends FunctionDocumentation {
  readonly kind: 'window' | 'multi-row' | 'multi-column' | 'row-context' | 'trigger'
  readonly check: CheckCall
}

export type FunctionDefinition =
  ScalarFunction | AggregateFunction | AnalyticFunction | PlannedFunction

/** A row's expression failed: the row is lost, counted and shown, the rule goes on. The text is eKuiper's. */
export class EvaluationError extends Error {
  readonly kind = 'evaluation-error'
  constructor(message: string) {
    super(message)
    this.name = 'EvaluationError'
  }
}

/** An error that is a function's result: eKuiper does not put `call func ...` in front of its text. */
export class ResultError extends EvaluationError {
  readonly isResult = true
}
