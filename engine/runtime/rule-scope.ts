import type { ColumnBinding } from '../binder/bound.ts'
import { assertNever } from '../base/assert.ts'
import { compileExpression } from '../expression/compile.ts'
import type { Evaluate, ExpressionScope } from '../expression/scope.ts'
import { describeTyped, shapeOf } from '../expression/shape.ts'
import { EvaluationError, type FunctionContext } from '../functions/definition.ts'
import { canonicalSource } from '../plan/logical/bound-queries.ts'
import type { CallExpression, ColumnReference, Expression, Wildcard } from '../syntax/ast.ts'
import { createRecord, type RecordValue } from '../types/value.ts'
import { aggregateRows, resultOf, type AggregateCall } from './operators/aggregate-call.ts'
import { AnalyticEvaluator } from './operators/analytic-operator.ts'
import type { RuleFrame } from './operators/rule-frame.ts'
import { createChangedColumns } from './changed-columns.ts'
import type { Row } from './row.ts'
import { RuleColumns, type ColumnOptions } from './rule-columns.ts'
import type { RuleRow } from './rule-row.ts'

export interface ScopeOptions extends ColumnOptions {
  readonly frame: RuleFrame
  readonly context: FunctionContext
  /** Aggregates run in one of eKuiper's incremental windows, which take an empty row for null. */
  readonly isIncremental: boolean
}

/** What differs from clause to clause. */
export interface ClauseOptions {
  /** Only the projection knows the window's range. */
  readonly seesWindow: boolean
  /** Aggregates are computed elsewhere and only read: those of WHERE. */
  readonly readsAggregates?: boolean
  /** Analytic functions run when they are met, not for every row: the conditions of a state window. */
  readonly runsAnalytic?: boolean
  /** A star stands for nothing: the arguments of analytic functions. */
  readonly rejectsStar?: boolean
}

/** Compiles the expressions of one running rule. */
export class RuleCompiler {
  private readonly options: ScopeOptions
  private readonly columns: RuleColumns
  private readonly aggregateCalls = new Map<CallExpression, AggregateCall>()

  constructor(options: ScopeOptions) {
    this.options = options
    this.columns = new RuleColumns(options)
  }

  compile(expression: Expression, clause: ClauseOptions): Evaluate {
    return compileExpression(expression, this.scope(clause))
  }

  /** The same for a condition: a count is a Go `int`, and an error about one must say so. */
  compileCondition(expression: Expression, clause: ClauseOptions): Evaluate {
    const scope = this.scope(clause)
    const evaluate = compileExpression(expression, scope)
    const shape = shapeOf(expression, scope)
    if (shape.integer !== 'int') return evaluate
    return (row) => {
      const value = evaluate(row)
      if (typeof value !== 'bigint') return value
      throw new EvaluationError(
        `invalid condition that returns non-bool value ${describeTyped(value, shape)}`,
      )
    }
  }

  /** The value of a SELECT field, kept in the row where other expressions read it too. */
  compileField(field: number, clause: ClauseOptions): Evaluate {
    const expression = this.options.bound.fields[field]?.field.expression
    if (expression === undefined) return () => undefined
    const slot = this.options.layout.aliases.get(field)
    const evaluate = this.compile(expression, clause)
    return slot === undefined ? evaluate : keepInSlot(slot, evaluate)
  }

  scope(clause: ClauseOptions): ExpressionScope {
    const { context } = this.options
    return {
      context,
      column: (reference) => this.column(reference, clause),
      isStream: (name) => this.columns.isStream(name),
      wildcard: (wildcard) => this.wildcard(wildcard, clause),
      plannedCall: (call) => this.plannedCall(call, clause),
      findFunction: (name) => this.findFunction(name),
      decodedColumn: (name) => this.columns.decodedColumn(name),
      aliasedExpression: (reference) => this.aliasedExpression(reference),
      metadata: (source) => this.columns.metadata(source),
      callNumber: (call) => this.callNumber(call),
    }
  }

  /** eKuiper numbers a call when it has read its closing parenthesis. */
  private callNumber({ span }: CallExpression): number {
    let number = 0
    for (const other of this.options.bound.calls.keys()) if (other.span.end < span.end) number += 1
    return number
  }

  private findFunction(name: string): ReturnType<ExpressionScope['findFunction']> {
    const wanted = name.toLowerCase()
    for (const [call, definition] of this.options.bound.calls) {
      if (call.name.toLowerCase() === wanted) return definition
    }
    return undefined
  }

  // ---- columns ------------------------------------------------------------------------------------

  private column(reference: ColumnReference, clause: ClauseOptions): Evaluate {
    const binding = this.options.bound.columns.get(reference) ?? { kind: 'nothing' }
    // A row does not ask whose column it is, so behind an alias it is found where a star decodes it.
    const isAlone = this.options.bound.sources.length === 1
    if (binding.kind === 'nothing' && isAlone) return (row) => row.fields?.[reference.name]
    return this.binding(binding.kind === 'member' ? binding.base : binding, clause)
  }

  private binding(binding: ColumnBinding, clause: ClauseOptions): Evaluate {
    switch (binding.kind) {
      case 'column':
        return this.columns.sourceColumn(
          canonicalSource(this.options.bound, binding.source),
          binding.name,
        )
      case 'any-source':
        return this.columns.anyColumn(binding.name)
      case 'alias':
        return this.compileField(binding.field, aliasClause(clause))
      case 'member':
        return this.binding(binding.base, clause)
      case 'nothing':
        return () => undefined
      default:
        return assertNever(binding)
    }
  }

  private aliasedExpression(reference: ColumnReference): Expression | undefined {
    const binding = this.options.bound.columns.get(reference)
    if (binding?.kind !== 'alias') return undefined
    return this.options.bound.fields[binding.field]?.field.expression
  }

  private wildcard(wildcard: Wildcard, clause: ClauseOptions): (row: Row) => RecordValue {
    if (clause.rejectsStar === true) return rejectStar
    const except = new Set(wildcard.except.map((name) => name.name))
    if (except.size === 0) return (row) => row.fields ?? createRecord()
    return (row) => {
      const record = createRecord()
      for (const [name, value] of Object.entries(row.fields ?? {})) {
        if (!except.has(name)) record[name] = value
      }
      return record
    }
  }

  // ---- calls --------------------------------------------------------------------------------------

  private plannedCall(call: CallExpression, clause: ClauseOptions): Evaluate | undefined {
    const definition = this.options.bound.calls.get(call)
    if (definition === undefined || definition.kind === 'scalar') return undefined
    switch (definition.kind) {
      case 'aggregate':
        return this.aggregate(call, clause)
      case 'analytic':
        return this.analytic(call, clause)
      case 'multi-row':
        return this.exploded(call, clause)
      case 'trigger':
        return this.trigger(call)
      default:
        return this.contextCall(call, definition.name, clause)
    }
  }

  /** A compiled aggregate, made once for all its uses. */
  aggregateCall(call: CallExpression): AggregateCall {
    const known = this.aggregateCalls.get(call)
    if (known !== undefined) return known
    const definition = this.options.bound.calls.get(call)
    const slot = this.options.layout.aggregates.get(call) ?? -1
    if (definition?.kind !== 'aggregate') throw new Error(`invariant: ${call.name} is an aggregate`)
    const clause = { seesWindow: true }
    const isStar = call.arguments[0]?.kind === 'wildcard'
    const isCount = definition.isRowCount === true && isStar && !this.options.isIncremental
    const args = isCount
      ? [(): true => true]
      : call.arguments.map((argument) => this.compile(argument, clause))
    const [record] = args
    if (this.options.isIncremental && isStar && record !== undefined) args[0] = orNull(record)
    if (definition.takesRecord === true) {
      args.unshift((row: Row) => row.fields ?? createRecord())
    }
    const create = definition.bind?.(this.options.context, this.callNumber(call))
    const bound = create === undefined ? definition : { ...definition, create }
    const compiled: AggregateCall = { slot, definition: bound, args }
    this.aggregateCalls.set(call, compiled)
    return compiled
  }

  /** Its running state, or its rows; a row that is no group counts as a group of one. */
  private aggregate(call: CallExpression, clause: ClauseOptions): Evaluate {
    const slot = this.options.layout.aggregates.get(call) ?? -1
    if (clause.readsAggregates === true) return (row) => row.slots[slot] ?? null
    if (clause.rejectsStar === true) return rejectStar
    const compiled = this.aggregateCall(call)
    const place = this.stateSlots.indexOf(slot)
    return (row) => {
      const kept = row.slots[slot]
      if (kept !== undefined) return kept
      const { states, group } = row as RuleRow
      const state = states?.[place]
      const value =
        state === undefined
          ? aggregateRows(compiled, group ?? [row as RuleRow])
          : resultOf(compiled, state)
      row.slots[slot] = value
      return value
    }
  }

  /** The slots of the states a running window gives its groups, in their order. */
  stateSlots: readonly number[] = []

  private analytic(call: CallExpression, clause: ClauseOptions): Evaluate {
    const slot = this.options.layout.analytic.get(call)
    if (slot !== undefined) return (row) => row.slots[slot] ?? null
    if (clause.runsAnalytic !== true) return () => null
    const evaluator = this.analyticEvaluator(call)
    return (row) => evaluator.step(row as RuleRow)
  }

  analyticEvaluator(call: CallExpression): AnalyticEvaluator {
    const definition = this.options.bound.calls.get(call)
    if (definition?.kind !== 'analytic') throw new Error(`invariant: ${call.name} is analytic`)
    const clause = { seesWindow: false, rejectsStar: true }
    return new AnalyticEvaluator({
      definition,
      args: call.arguments.map((argument) => this.compile(argument, clause)),
      partitionBy: (call.over?.partitionBy ?? []).map((part) => this.compile(part, clause)),
      when: call.over?.when === undefined ? undefined : this.compile(call.over.when, clause),
    })
  }

  /** The argument as it is: the rows are made behind the projection. Nothing to spread is null. */
  private exploded(call: CallExpression, clause: ClauseOptions): Evaluate {
    const [argument] = call.arguments
    if (argument === undefined) return () => null
    const evaluate = this.compile(argument, clause)
    return (row) => {
      const value = evaluate(row) ?? null
      if (typeof value !== 'object' || value === null) return value
      return Object.keys(value).length === 0 ? null : value
    }
  }

  /** What its operator left in the row; elsewhere the call cannot run. */
  private trigger(call: CallExpression): Evaluate | undefined {
    const slot = this.options.layout.triggers.get(call)
    return slot === undefined ? undefined : (row) => row.slots[slot] ?? null
  }

  /**
   * What the row has under the name of a column: an alias only where it was computed before.
   */
  compileNamed(reference: ColumnReference, clause: ClauseOptions): Evaluate {
    const binding = this.options.bound.columns.get(reference)
    if (binding?.kind !== 'alias') return this.compile(reference, clause)
    const slot = this.options.layout.aliases.get(binding.field) ?? -1
    const column = this.columns.anyColumn(reference.name)
    return (row) => row.slots[slot] ?? column(row)
  }

  private contextCall(
    call: CallExpression,
    name: string,
    clause: ClauseOptions,
  ): Evaluate | undefined {
    const { frame } = this.options
    const ofWindow = (read: 'start' | 'end' | 'trigger'): Evaluate => {
      if (!clause.seesWindow) return () => null
      return () => (frame.window === undefined ? null : BigInt(frame.window[read]))
    }
    switch (name) {
      case 'window_start':
        return ofWindow('start')
      case 'window_end':
        return ofWindow('end')
      case 'window_trigger':
        return ofWindow('trigger')
      case 'row_number': {
        const slot = this.options.layout.rowNumbers.get(call) ?? -1
        return (row) => row.slots[slot] ?? null
      }
      case 'last_hit_count':
        return () => BigInt(frame.hits.count)
      case 'last_hit_time':
        return () => BigInt(frame.hits.time)
      case 'last_agg_hit_count':
        return () => BigInt(frame.aggregateHits.count)
      case 'last_agg_hit_time':
        return () => BigInt(frame.aggregateHits.time)
      case 'extract':
        return this.exploded(call, clause)
      case 'changed_cols':
        return createChangedColumns(call, (argument) => this.compile(argument, clause))
      default:
        return undefined
    }
  }
}

/** The aggregates of WHERE are computed for it, but not those behind an alias. */
function aliasClause(clause: ClauseOptions): ClauseOptions {
  if (clause.readsAggregates !== true) return clause
  return { ...clause, readsAggregates: false, rejectsStar: true }
}

/** Analytic functions run on single rows, before there is anything a star or an aggregate could see. */
function rejectStar(): never {
  throw new EvaluationError('unexpected wildcard value <nil>')
}

function orNull(record: Evaluate): Evaluate {
  return (row) => {
    const value = record(row) ?? null
    if (typeof value !== 'object' || value === null) return value
    return Object.keys(value).length === 0 ? null : value
  }
}

function keepInSlot(slot: number, evaluate: Evaluate): Evaluate {
  return (row) => {
    const kept = row.slots[slot]
    if (kept !== undefined) return kept
    const value = evaluate(row) ?? null
    row.slots[slot] = value
    return value
  }
}
