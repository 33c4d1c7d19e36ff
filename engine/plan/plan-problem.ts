import type { Diagnostic } from '../syntax/diagnostic.ts'
import type { Span } from '../syntax/span.ts'

/** Why a statement that is well formed cannot be planned. */
export function planProblem(
  code: string,
  message: string,
  span: Span,
  hint: string | undefined,
): Diagnostic {
  return { code, severity: 'error', message, span, ...(hint === undefined ? {} : { hint }) }
}
