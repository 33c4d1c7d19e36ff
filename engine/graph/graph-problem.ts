import type { Diagnostic } from '../syntax/diagnostic.ts'

/** The nodes of a graph are JSON, so a problem names its node and property instead of a range. */
export function graphProblem(code: string, message: string, hint?: string): Diagnostic {
  const span = { start: 0, end: 0 }
  return { code, severity: 'error', message, span, ...(hint === undefined ? {} : { hint }) }
}

/** Stops the reading of one node; what it carries becomes the result's diagnostics. */
export class GraphError extends Error {
  readonly diagnostics: readonly Diagnostic[]

  constructor(...diagnostics: readonly Diagnostic[]) {
    super(diagnostics[0]?.message ?? 'graph error')
    this.name = 'GraphError'
    this.diagnostics = diagnostics
  }
}
