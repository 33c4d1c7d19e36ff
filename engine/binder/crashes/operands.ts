import type { Expression, LikeExpression, SliceExpression } from '../../syntax/ast.ts'
import type { Diagnostic } from '../../syntax/diagnostic.ts'
import { crash, crashCodes, visitAll, type CrashCheck } from './crash.ts'

/** Operands of which eKuiper expects something else than any row can give. */
export const checkOperands: CrashCheck = (context) => {
  const found: Diagnostic[] = []
  visitAll(context, (node) => {
    if (node.kind === 'in' && isScalarLiteral(node.right)) {
      const hint = 'Put the value in parentheses: IN (5).'
      found.push(crash(crashCodes.setOperand, 'IN needs a list or an array', node.right.span, hint))
    }
    if (node.kind === 'like' && isBadPattern(node)) {
      const hint = 'A pattern is a text; put a path or index in parentheses.'
      found.push(
        crash(crashCodes.likePattern, 'the pattern of LIKE is no text', node.pattern.span, hint),
      )
    }
    if (node.kind === 'slice' && isCrossed(node)) {
      const message = 'the slice ends before it starts'
      found.push(crash(crashCodes.sliceEnds, message, node.to?.span ?? node.span))
    }
  })
  return found
}

function isScalarLiteral(node: Expression): boolean {
  return node.kind === 'integer' || node.kind === 'float' || node.kind === 'boolean'
}

/** Operators after the pattern are read as part of it, and their results are no pattern. */
function isBadPattern({ pattern }: LikeExpression): boolean {
  return isScalarLiteral(pattern) || ['index', 'slice', 'arrow', 'binary'].includes(pattern.kind)
}

function isCrossed({ from, to }: SliceExpression): boolean {
  if (from?.kind !== 'integer' || to?.kind !== 'integer') return false
  return from.value < 0n && to.value < 0n && from.value > to.value
}
