import { suggest } from '../base/text.ts'
import type { FunctionDefinition } from '../functions/definition.ts'
import type { CallExpression, Expression, SelectStatement } from '../syntax/ast.ts'
import type { Diagnostic } from '../syntax/diagnostic.ts'
import { isWindowName } from '../syntax/parser/window.ts'
import { walkExpression, windowExpressions } from '../syntax/walk.ts'
import { checkLikePattern } from './checks/like-pattern.ts'
import { checkOver } from './checks/over.ts'
import { binderCodes } from './codes.ts'
import type { BindEnvironment } from './environment.ts'
import { problem, replacing } from './problem.ts'
import { isMetadataCall } from './references.ts'

export interface CallsResult {
  readonly calls: ReadonlyMap<CallExpression, FunctionDefinition>
  readonly diagnostics: readonly Diagnostic[]
}

export type CallEnvironment = Pick<BindEnvironment, 'functions' | 'functionNames'>

/** Resolves the calls of a SELECT and checks each as eKuiper's parser does. */
export function bindCalls(statement: SelectStatement, environment: CallEnvironment): CallsResult {
  const parts: { readonly expression: Expression; readonly isSelect: boolean }[] = []
  for (const { expression } of statement.fields) parts.push({ expression, isSelect: true })
  const clauses = [
    ...statement.joins.flatMap((join) => join.on ?? []),
    ...(statement.where === undefined ? [] : [statement.where]),
    ...statement.groupBy.flatMap((item) =>
      item.kind === 'window' ? windowExpressions(item) : [item],
    ),
    ...(statement.having === undefined ? [] : [statement.having]),
    ...statement.orderBy.map((item) => item.expression),
  ]
  for (const expression of clauses) parts.push({ expression, isSelect: false })
  const calls = new Map<CallExpression, FunctionDefinition>()
  const diagnostics = parts.flatMap(({ expression, isSelect }) =>
    bindCallsOf(expression, isSelect, environment, calls),
  )
  return { calls, diagnostics }
}

/** The same for one expression, entering its calls into `calls`. */
export function bindCallsOf(
  expression: Expression,
  isSelect: boolean,
  environment: CallEnvironment,
  calls: Map<CallExpression, FunctionDefinition>,
): Diagnostic[] {
  const diagnostics: Diagnostic[] = []
  walkExpression(expression, (node) => {
    if (node.kind === 'like') diagnostics.push(...checkLikePattern(node))
    if (node.kind !== 'call' || isWindowName(node.name)) return
    const definition = environment.functions(node.name.toLowerCase())
    if (definition === undefined) diagnostics.push(unknownFunction(node, environment))
    else diagnostics.push(...checkCall(node, definition, isSelect))
    if (definition !== undefined) calls.set(node, definition)
  })
  return diagnostics
}

function checkCall(
  call: CallExpression,
  definition: FunctionDefinition,
  isSelect: boolean,
): Diagnostic[] {
  if (definition.name === 'changed_cols' && !isSelect) {
    const message = `${call.name} is only possible in the SELECT list`
    return [problem(binderCodes.onlyInSelect, message, call.span)]
  }
  const star = isMetadataCall(call.name) ? starWithParts(call) : undefined
  if (star !== undefined) {
    return [
      problem(binderCodes.starInMeta, 'EXCEPT and REPLACE are not possible in meta()', star.span),
    ]
  }
  const reason = definition.check(call.arguments, call)
  if (reason !== undefined) {
    const hint = `The form is ${definition.signatures.join(' or ')}.`
    return [
      problem(binderCodes.invalidArguments, `${call.name}: ${reason}`, placeOf(call, reason), {
        hint,
      }),
    ]
  }
  return checkOver(call, definition)
}

/** `Expect string type for parameter 2` is about the second argument. */
function placeOf(call: CallExpression, reason: string): CallExpression['span'] {
  const place = /for parameter (\d+)/.exec(reason)?.[1]
  const argument = place === undefined ? undefined : call.arguments[Number(place) - 1]
  return argument?.span ?? call.span
}

function starWithParts(call: CallExpression): Expression | undefined {
  let found: Expression | undefined
  for (const argument of call.arguments) {
    walkExpression(argument, (node) => {
      if (node.kind === 'call') return false
      if (node.kind === 'wildcard' && node.except.length + node.replace.length > 0) found = node
      return undefined
    })
  }
  return found
}

const otherNames: Readonly<Record<string, string>> = {
  substr: 'substring',
  len: 'length',
  ucase: 'upper',
  lcase: 'lower',
  ifnull: 'coalesce',
  nvl: 'coalesce',
  percentile: 'percentile_cont',
  first_value: 'last_value',
  lead: 'lag',
}

function unknownFunction(call: CallExpression, environment: CallEnvironment): Diagnostic {
  const lower = call.name.toLowerCase()
  const near = otherNames[lower] ?? suggest(lower, environment.functionNames ?? [])
  return problem(binderCodes.unknownFunction, `there is no function ${call.name}`, call.nameSpan, {
    hint: near === undefined ? undefined : `Did you mean ${near}?`,
    ...(near === undefined ? {} : { fixes: [replacing(`Write ${near}`, call.nameSpan, near)] }),
  })
}
