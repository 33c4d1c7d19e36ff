import { bindSelect } from '../binder/bind-select.ts'
import type { BoundSelect } from '../binder/bound.ts'
import { bindCalls } from '../binder/calls.ts'
import { checkCrashes } from '../binder/crashes/check-crashes.ts'
import type { BindEnvironment } from '../binder/environment.ts'
import { bindSources } from '../binder/sources.ts'
import { findDefinitionTraps } from '../binder/traps/definition.ts'
import { findTraps } from '../binder/traps/find-traps.ts'
import { checkCreate, checkDefinition } from '../catalog/define-stream.ts'
import { checkPlan } from '../plan/logical/check-plan.ts'
import { readPlanOptions } from '../plan/plan-options.ts'
import type { SelectStatement, Statement } from '../syntax/ast.ts'
import type { Diagnostic } from '../syntax/diagnostic.ts'
import { parse } from '../syntax/parse.ts'
import type { LanguageEnvironment } from './environment.ts'

export interface Analysis {
  readonly statement: Statement | undefined
  /** A SELECT without errors. */
  readonly bound: BoundSelect | undefined
  /** Errors and warnings in text order. */
  readonly diagnostics: readonly Diagnostic[]
}

/** Everything that can be said about a text before it runs: syntax, names, types, plan, surprises. */
export function analyze(text: string, environment: LanguageEnvironment): Analysis {
  const { statement, diagnostics: syntax } = parse(text)
  const found = { bound: undefined, diagnostics: syntax }
  if (statement === undefined) return { statement, ...found }
  if (statement.kind === 'create') {
    const diagnostics = [
      ...syntax,
      ...checkCreate(statement),
      ...(syntax.length > 0 ? [] : checkDefinition(statement)),
      ...findDefinitionTraps(statement),
    ]
    return { statement, bound: undefined, diagnostics: inTextOrder(diagnostics) }
  }
  if (statement.kind !== 'select') return { statement, ...found }
  return { statement, ...analyzeSelect(statement, text, syntax, environment) }
}

function analyzeSelect(
  statement: SelectStatement,
  text: string,
  syntax: readonly Diagnostic[],
  environment: LanguageEnvironment,
): Omit<Analysis, 'statement'> {
  const names = bindEnvironment(environment)
  if (syntax.length > 0) {
    // What follows a syntax error may only be its echo: calls and streams are looked up, columns are not.
    const calls = bindCalls(statement, names).diagnostics
    const sources = statement.from.name === '' ? [] : bindSources(statement, names).diagnostics
    return { bound: undefined, diagnostics: inTextOrder([...syntax, ...calls, ...sources]) }
  }
  const { bound, diagnostics } = bindSelect(statement, names)
  if (bound === undefined) return { bound, diagnostics }
  const { options = {}, ruleOptions = {} } = environment
  const found = [
    ...checkPlan(bound, readPlanOptions(ruleOptions)),
    ...checkCrashes(bound, options),
    ...findTraps(bound, text, options),
  ]
  return { bound, diagnostics: inTextOrder(found) }
}

export function bindEnvironment(environment: LanguageEnvironment): BindEnvironment {
  const { catalog, functions, options } = environment
  return {
    catalog,
    functions: (name) => functions.find(name),
    functionNames: functions.all().flatMap(({ name, aliases }) => [name, ...(aliases ?? [])]),
    ...(options === undefined ? {} : { options }),
  }
}

function inTextOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...diagnostics].sort((a, b) => a.span.start - b.span.start)
}
