import type { Diagnostic } from '../syntax/diagnostic.ts'

/** `path` leads from the graph's JSON to what is wrong; where that is a text, the span counts in it. */
export interface GraphDiagnostic extends Diagnostic {
  readonly path: readonly string[]
}

export function graphProblem(
  code: string,
  message: string,
  hint?: string,
  path: readonly string[] = [],
): GraphDiagnostic {
  const span = { start: 0, end: 0 }
  return { code, severity: 'error', message, span, path, ...(hint === undefined ? {} : { hint }) }
}

/** The path of a node's property, such as `cases[1]` or `fields[0].expr`; of the node where there is none. */
export function pathOf(node: string, property?: string): readonly string[] {
  if (property === undefined) return ['nodes', node]
  return ['nodes', node, 'props', ...property.split(/[[\].]+/).filter((part) => part !== '')]
}

/** Stops the reading of one node; what it carries becomes the result's diagnostics. */
export class GraphError extends Error {
  readonly diagnostics: readonly GraphDiagnostic[]

  constructor(...diagnostics: readonly GraphDiagnostic[]) {
    super(diagnostics[0]?.message ?? 'graph error')
    this.name = 'GraphError'
    this.diagnostics = diagnostics
  }
}
