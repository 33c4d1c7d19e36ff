import type { CallExpression, SelectStatement } from '../syntax/ast.ts'
import type { Diagnostic } from '../syntax/diagnostic.ts'
import type { FunctionDefinition } from '../functions/definition.ts'
import { bindCalls, type CallEnvironment } from './calls.ts'
import type { CheckContext } from './check-context.ts'
import { checkGroupByAggregates } from './checks/aggregate-places.ts'
import { checkSelectOnly } from './checks/select-only.ts'
import { windowOf } from './clause-order.ts'

/** What eKuiper's parser refuses of a well-formed SELECT, knowing functions but no streams. */
export function checkStatement(
  statement: SelectStatement,
  environment: CallEnvironment,
): Diagnostic[] {
  const { calls, diagnostics } = bindCalls(statement, environment)
  return [...diagnostics, ...checkCallPlaces(statement, calls)]
}

/** Where aggregates, functions of several rows and window functions may stand; nothing behind a `;`. */
export function checkCallPlaces(
  statement: SelectStatement,
  calls: ReadonlyMap<CallExpression, FunctionDefinition>,
): Diagnostic[] {
  if (statement.hasSemicolon) return []
  const context: CheckContext = {
    statement,
    calls,
    columns: new Map(),
    sources: [],
    fields: [],
    window: windowOf(statement),
    isSchemaless: true,
    options: {},
  }
  return [...checkSelectOnly(context), ...checkGroupByAggregates(context)]
}
