import type { Expression } from '../../syntax/ast.ts'
import type { Diagnostic } from '../../syntax/diagnostic.ts'
import { clausesOf, walkExpression } from '../../syntax/walk.ts'
import type { CheckContext } from '../check-context.ts'
import { problem } from '../problem.ts'

/** Statements that eKuiper takes but on which the rule, or the server's request, stops. */
export const crashCodes = {
  setOperand: 'SQL2401',
  likePattern: 'SQL2402',
  sliceEnds: 'SQL2403',
  callArguments: 'SQL2404',
  analyticOverAggregate: 'SQL2405',
  aggregateInOn: 'SQL2406',
  aggregateAliasInWhere: 'SQL2407',
  windowRange: 'SQL2408',
  incrementalCount: 'SQL2409',
  sliceTupleWindow: 'SQL2410',
  retainSize: 'SQL2411',
} as const

/** What the crash checks need beside the bound statement. */
export interface CrashOptions {
  readonly isIncremental?: boolean
  readonly isSecondVersion?: boolean
  readonly isSentTwice?: boolean
}

export type CrashCheck = (context: CheckContext, options: CrashOptions) => readonly Diagnostic[]

export function crash(
  code: string,
  message: string,
  place: Expression['span'],
  hint?: string,
): Diagnostic {
  return problem(code, `${message}: eKuiper stops the rule`, place, { hint })
}

/** Every expression of the statement, inner ones included. */
export function visitAll(context: CheckContext, visit: (node: Expression) => void): void {
  for (const { expression } of clausesOf(context.statement)) {
    walkExpression(expression, (node) => {
      visit(node)
    })
  }
}
