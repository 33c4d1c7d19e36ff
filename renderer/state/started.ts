import type { Problem } from './problems.ts'
import { printExactJson, type CanvasNode, type ProjectDocument } from './ruleset.ts'

export type StartedTexts = ReadonlyMap<string, unknown>

/** What of a node decides how it runs; compared by value to mark what changed since the start. */
export function runTextOf(node: CanvasNode): string {
  return printExactJson({ ...node, position: undefined, name: undefined })
}

export function textsOf(document: ProjectDocument): StartedTexts {
  return new Map(document.nodes.map((node) => [node.id, runTextOf(node)]))
}

/**
 * Of what was said about the last start, what may still be true: a node's problem goes as soon as the
 * node is changed or gone, one of the whole drawing with any change of it.
 */
export function standingProblems(
  problems: readonly Problem[],
  started: StartedTexts,
  document: ProjectDocument,
): readonly Problem[] {
  if (problems.length === 0) return problems
  const now = textsOf(document)
  const isSameDrawing =
    now.size === started.size && [...now].every(([node, text]) => started.get(node) === text)
  return problems.filter(({ node }) =>
    node === undefined ? isSameDrawing : now.has(node) && now.get(node) === started.get(node),
  )
}
