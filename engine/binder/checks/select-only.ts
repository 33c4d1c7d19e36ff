import type { CallExpression, Expression } from '../../syntax/ast.ts'
import { childrenOf, walkExpression, windowExpressions } from '../../syntax/walk.ts'
import type { Check, CheckContext } from '../check-context.ts'
import { binderCodes } from '../codes.ts'
import { problem } from '../problem.ts'

/**
 * Functions that give several rows stand in the SELECT list only, one at most, and not inside of a call;
 * row_number only in the SELECT list. eKuiper checks neither where a `;` ends the statement.
 */
export const checkSelectOnly: Check = (context) => {
  if (context.statement.hasSemicolon) return []
  const selected = context.statement.fields.flatMap(({ expression }) =>
    callsOf(context, expression, isMultiRow),
  )
  const outside = outsideExpressions(context)
  return [
    ...selected
      .filter(({ isInCall }) => isInCall)
      .map(({ call }) => severalRows(`${call.name} cannot be the argument of a function`, call)),
    ...selected
      .slice(1)
      .map(({ call }) =>
        severalRows('only one function of a statement can give several rows', call),
      ),
    ...outside
      .flatMap((expression) => callsOf(context, expression, isMultiRow))
      .map(({ call }) => severalRows(`${call.name} is only possible in the SELECT list`, call)),
    ...outside
      .flatMap((expression) => callsOf(context, expression, isRowNumber))
      .map(({ call }) =>
        problem(
          binderCodes.onlyInSelect,
          `${call.name} is only possible in the SELECT list`,
          call.span,
        ),
      ),
  ]
}

function severalRows(message: string, call: CallExpression): ReturnType<typeof problem> {
  return problem(binderCodes.severalRowFunctions, message, call.span)
}

function outsideExpressions({ statement }: CheckContext): readonly Expression[] {
  return [
    ...statement.joins.flatMap((join) => join.on ?? []),
    ...(statement.where === undefined ? [] : [statement.where]),
    ...statement.groupBy.flatMap((item) =>
      item.kind === 'window' ? windowExpressions(item) : [item],
    ),
    ...(statement.having === undefined ? [] : [statement.having]),
    ...statement.orderBy.map((item) => item.expression),
  ]
}

interface FoundCall {
  readonly call: CallExpression
  readonly isInCall: boolean
}

function callsOf(
  context: CheckContext,
  expression: Expression,
  isWanted: (context: CheckContext, call: CallExpression) => boolean,
): readonly FoundCall[] {
  const inCalls = new Set<Expression>()
  const found: FoundCall[] = []
  walkExpression(expression, (node) => {
    const isInCall = inCalls.has(node)
    if (isInCall || node.kind === 'call') for (const child of childrenOf(node)) inCalls.add(child)
    if (node.kind === 'call' && isWanted(context, node)) found.push({ call: node, isInCall })
  })
  return found
}

/** unnest and extract. */
function isMultiRow(context: CheckContext, call: CallExpression): boolean {
  const definition = context.calls.get(call)
  return definition?.kind === 'multi-row' || definition?.name === 'extract'
}

function isRowNumber(context: CheckContext, call: CallExpression): boolean {
  return context.calls.get(call)?.kind === 'window'
}
