import type { LikeExpression } from '../../syntax/ast.ts'
import type { Diagnostic } from '../../syntax/diagnostic.ts'
import { compileLikePattern } from '../../types/like-pattern.ts'
import { binderCodes } from '../codes.ts'
import { problem } from '../problem.ts'

/** eKuiper makes a regular expression of a literal pattern without quoting its other characters. */
export function checkLikePattern(like: LikeExpression): Diagnostic[] {
  if (like.pattern.kind !== 'string') return []
  const compiled = compileLikePattern(like.pattern.value)
  if (compiled.ok) return []
  return [
    problem(binderCodes.invalidLikePattern, compiled.error, like.pattern.span, {
      hint: 'LIKE reads all characters but % and _ as a regular expression.',
    }),
  ]
}
