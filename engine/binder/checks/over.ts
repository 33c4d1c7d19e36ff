import type { FunctionDefinition } from '../../functions/definition.ts'
import type { CallExpression } from '../../syntax/ast.ts'
import type { Diagnostic } from '../../syntax/diagnostic.ts'
import { binderCodes } from '../codes.ts'
import { problem } from '../problem.ts'

/** OVER follows analytic functions (PARTITION BY, WHEN) and row_number (PARTITION BY, ORDER BY) only. */
export function checkOver(call: CallExpression, definition: FunctionDefinition): Diagnostic[] {
  const { over } = call
  if (over === undefined) return []
  const code = binderCodes.overNotAllowed
  if (definition.kind !== 'analytic' && definition.kind !== 'window') {
    return [
      problem(code, `${call.name} is no analytic function and takes no OVER`, over.span, {
        hint: 'Analytic functions are lag, latest, changed_col, had_changed and acc_*.',
        fixes: [{ title: 'Remove OVER', edits: [{ span: over.span, text: '' }] }],
      }),
    ]
  }
  if (definition.kind === 'analytic' && over.orderBy.length > 0) {
    return [problem(code, `${call.name} takes no ORDER BY in OVER`, over.span)]
  }
  if (definition.kind === 'window' && over.when !== undefined) {
    return [problem(code, `${call.name} takes no WHEN in OVER`, over.when.span)]
  }
  return []
}
