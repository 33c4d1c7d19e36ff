import type { SliceExpression } from '../../syntax/ast.ts'
import type { Diagnostic } from '../../syntax/diagnostic.ts'
import { clausesOf, walkExpression } from '../../syntax/walk.ts'
import type { Check } from '../check-context.ts'
import { binderCodes } from '../codes.ts'
import { problem } from '../problem.ts'

/** `[3:1]` and `[2:2]` with literal ends that are not negative. */
export const checkSlices: Check = ({ statement }) =>
  clausesOf(statement).flatMap(({ expression }) => {
    const diagnostics: Diagnostic[] = []
    walkExpression(expression, (node) => {
      if (node.kind === 'slice' && isEmpty(node)) diagnostics.push(emptySlice(node))
    })
    return diagnostics
  })

function isEmpty({ from, to }: SliceExpression): boolean {
  if (to?.kind !== 'integer' || (from !== undefined && from.kind !== 'integer')) return false
  const start = from?.value ?? 0n
  return start >= 0n && to.value >= 0n && start >= to.value
}

function emptySlice({ from, to, span }: SliceExpression): Diagnostic {
  const end = to?.span.end ?? span.end
  const place = { start: from?.span.start ?? end, end }
  return problem(binderCodes.invalidSlice, 'the start of a slice must be below its end', place, {
    hint: 'The end is not part of the slice: [2:3] is one element.',
  })
}
