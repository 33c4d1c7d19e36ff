import { bindCalls, bindCallsOf } from '../../binder/calls.ts'
import { checkCallPlaces } from '../../binder/check-statement.ts'
import type { FunctionDefinition } from '../../functions/definition.ts'
import type { CallExpression, Expression, SelectStatement } from '../../syntax/ast.ts'
import type { Diagnostic } from '../../syntax/diagnostic.ts'
import { parse, parseLeadingExpression } from '../../syntax/parse.ts'
import type { BindEnvironment } from '../../binder/environment.ts'
import { graphCodes } from '../codes.ts'
import { GraphError, pathOf } from '../graph-problem.ts'

export type FunctionsOf = Pick<BindEnvironment, 'functions' | 'functionNames'>

/** What the operators of a graph share while they are read. */
export interface ReadContext {
  readonly functions: FunctionsOf
  /** All calls found so far. */
  readonly calls: Map<CallExpression, FunctionDefinition>
}

/**
 * eKuiper pastes a node's properties into a statement and parses that, so that anything which makes a
 * valid one is accepted. Errors are reported for the pasted property.
 */
export function parsePasted(
  node: string,
  property: string,
  text: string,
  context: ReadContext,
): SelectStatement {
  const { statement, diagnostics } = parse(text)
  if (statement?.kind !== 'select' || diagnostics.length > 0)
    return fail(node, property, diagnostics)
  const bound = bindCalls(statement, context.functions)
  for (const [call, definition] of bound.calls) context.calls.set(call, definition)
  const problems = [...bound.diagnostics, ...checkCallPlaces(statement, bound.calls)]
  return problems.length > 0 ? fail(node, property, problems) : statement
}

/** A condition: text behind it is ignored. */
export function parseCondition(
  node: string,
  property: string,
  text: string,
  context: ReadContext,
): Expression {
  const { expression, diagnostics } = parseLeadingExpression(text)
  if (diagnostics.length > 0) return fail(node, property, diagnostics, true)
  const problems = bindCallsOf(expression, false, context.functions, context.calls)
  return problems.length > 0 ? fail(node, property, problems, true) : expression
}

/** Spans of a pasted statement say nothing about the property. */
function fail(
  node: string,
  property: string,
  diagnostics: readonly Diagnostic[],
  hasSpans = false,
): never {
  throw new GraphError(
    ...diagnostics.map(({ message, hint, span }) => ({
      code: graphCodes.expression,
      severity: 'error' as const,
      message: `node ${node}, ${property}: ${message}`,
      span: hasSpans ? span : { start: 0, end: 0 },
      path: pathOf(node, property),
      ...(hint === undefined ? {} : { hint }),
    })),
  )
}
