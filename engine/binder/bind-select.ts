import type { SelectStatement } from '../syntax/ast.ts'
import type { Diagnostic } from '../syntax/diagnostic.ts'
import { isAggregate } from './aggregates.ts'
import type { BoundSelect } from './bound.ts'
import { bindCalls } from './calls.ts'
import type { Check, CheckContext } from './check-context.ts'
import { checkGroupByAggregates, checkNestedAggregates } from './checks/aggregate-places.ts'
import { checkColumnCase } from './checks/column-case.ts'
import { checkGroupBy } from './checks/group-by.ts'
import { checkHaving } from './checks/having.ts'
import { checkHitFunctions } from './checks/hit-functions.ts'
import { checkSliceTuple, checkStreamOptions } from './checks/rule-options.ts'
import { checkSelectOnly } from './checks/select-only.ts'
import { checkSlices } from './checks/slices.ts'
import { dimensionsOf, windowOf } from './clause-order.ts'
import type { BindEnvironment } from './environment.ts'
import { boundFields, checkDuplicateFields, nameFields } from './fields.ts'
import { bindNames } from './names.ts'
import { bindSources } from './sources.ts'

export interface BindResult {
  /** Undefined where there are errors. */
  readonly bound: BoundSelect | undefined
  /** Everything eKuiper refuses of the statement before it is planned, in text order. */
  readonly diagnostics: readonly Diagnostic[]
}

const checks: readonly Check[] = [
  checkSelectOnly,
  checkGroupByAggregates,
  checkNestedAggregates,
  checkHaving,
  checkGroupBy,
  checkHitFunctions,
  checkSlices,
  checkColumnCase,
  checkStreamOptions,
  checkSliceTuple,
]

/** Resolves a SELECT's names and calls against the catalog and checks it. */
export function bindSelect(statement: SelectStatement, environment: BindEnvironment): BindResult {
  const options = environment.options ?? {}
  const { calls, diagnostics: callProblems } = bindCalls(statement, environment)
  const { sources, diagnostics: sourceProblems } = bindSources(statement, environment)
  if (sourceProblems.length > 0) {
    return { bound: undefined, diagnostics: inTextOrder([...callProblems, ...sourceProblems]) }
  }
  const isSchemaless = sources.some(({ definition }) => definition.columns === undefined)
  const seesAliases = options.disableAliasRefCal !== true
  const names = bindNames(statement, sources, { isSchemaless, seesAliases })
  const isSource = (name: string): boolean =>
    sources.some((source) => source.name === name || source.alias === name)
  const fields = boundFields(names.fields, nameFields(statement), isSource)
  const window = windowOf(statement)
  const context: CheckContext = {
    statement,
    sources,
    fields,
    window,
    calls,
    columns: names.columns,
    isSchemaless,
    options,
  }
  const diagnostics = inTextOrder([
    ...callProblems,
    ...names.diagnostics,
    ...checkDuplicateFields(fields),
    ...checks.flatMap((check) => check(context)),
  ])
  if (diagnostics.length > 0) return { bound: undefined, diagnostics }
  const dimensions = dimensionsOf(statement)
  const bound: BoundSelect = {
    statement,
    sources,
    fields,
    columns: names.columns,
    calls,
    window,
    dimensions,
    isSchemaless,
    isAggregate:
      dimensions.length > 0 || fields.some(({ field }) => isAggregate(context, field.expression)),
  }
  return { bound, diagnostics }
}

function inTextOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...diagnostics].sort((a, b) => a.span.start - b.span.start)
}
