import { checkLikePattern as findPatternProblem } from '../../expression/like.ts'
import type { LikeExpression } from '../../syntax/ast.ts'
import type { Diagnostic } from '../../syntax/diagnostic.ts'
import { binderCodes } from '../codes.ts'
import { problem } from '../problem.ts'

/** eKuiper makes a regular expression of a literal pattern without quoting its other characters. */
export function checkLikePattern(like: LikeExpression): Diagnostic[] {
  if (like.pattern.kind !== 'string') return []
  const reason = findPatternProblem(like.pattern.value)
  if (reason === undefined) return []
  return [
    problem(binderCodes.invalidLikePattern, reason, like.pattern.span, {
      hint: 'LIKE reads all characters but % and _ as a regular expression.',
    }),
  ]
}
