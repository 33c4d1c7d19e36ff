import type { CallExpression } from '../../syntax/ast.ts'
import type { Diagnostic } from '../../syntax/diagnostic.ts'
import { binderCodes } from '../codes.ts'
import { problem } from '../problem.ts'

export function isDedupTrigger(call: CallExpression): boolean {
  return call.name.toLowerCase() === 'dedup_trigger'
}

/** `dedup_trigger(start, end, now, expire)`: three columns and an integer literal. */
export function checkDedupTrigger(call: CallExpression): Diagnostic[] {
  const hint = 'The form is dedup_trigger(startColumn, endColumn, nowColumn, expireMs).'
  const code = binderCodes.invalidArguments
  const args = call.arguments
  if (args.length !== 4) {
    return [
      problem(code, `dedup_trigger takes 4 arguments, found ${args.length}`, call.span, { hint }),
    ]
  }
  const wrong = args.find((argument, index) => argument.kind !== (index < 3 ? 'column' : 'integer'))
  if (wrong === undefined) return []
  return [
    problem(code, 'dedup_trigger takes three columns and an integer literal', wrong.span, { hint }),
  ]
}
