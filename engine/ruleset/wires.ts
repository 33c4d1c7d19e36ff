import type { CanvasNode, ProjectDocument, SourceNode, SqlNode } from './document.ts'
import { sourcesOfSql } from './sql-sources.ts'

/** A line on the canvas, by the ids of its two nodes. */
export interface Wire {
  readonly from: string
  readonly to: string
}

/** All wires of the document, in order of the nodes they lead to. Names that no node has make none. */
export function wiresOf(document: ProjectDocument): readonly Wire[] {
  const find = createSourceLookup(document)
  return document.nodes.flatMap((node) => wiresInto(node, find))
}

/** The node that feeds a name in FROM: a source node's name goes before a rule's id. */
export type SourceLookup = (name: string) => SourceNode | SqlNode | undefined

export function createSourceLookup(document: ProjectDocument): SourceLookup {
  const nodes = new Map<string, SourceNode | SqlNode>()
  const add = (name: string, node: SourceNode | SqlNode): void => {
    if (name !== '' && !nodes.has(name)) nodes.set(name, node)
  }
  for (const node of document.nodes) if (node.kind === 'source') add(node.name, node)
  for (const node of document.nodes) if (node.kind === 'sql') add(node.ruleId, node)
  return (name) => nodes.get(name)
}

/**
 * Whether a wire may be drawn: from a source or SQL node into a SQL node, from a SQL node into a sink,
 * never in a circle.
 */
export function canConnect(document: ProjectDocument, from: string, to: string): boolean {
  const source = document.nodes.find((node) => node.id === from)
  const target = document.nodes.find((node) => node.id === to)
  if (source === undefined || target === undefined || source.id === target.id) return false
  if (target.kind === 'sink') return source.kind === 'sql'
  if (target.kind === 'source' || source.kind === 'sink') return false
  return !reachableFrom(wiresOf(document), to).has(from)
}

/** The ids of all nodes behind `id`, itself included only in a circle. */
export function reachableFrom(wires: readonly Wire[], id: string): ReadonlySet<string> {
  const reached = new Set<string>()
  const visit = (from: string): void => {
    for (const wire of wires) {
      if (wire.from !== from || reached.has(wire.to)) continue
      reached.add(wire.to)
      visit(wire.to)
    }
  }
  visit(id)
  return reached
}

function wiresInto(node: CanvasNode, find: SourceLookup): Wire[] {
  if (node.kind === 'source') return []
  if (node.kind === 'sink')
    return node.input === undefined ? [] : [{ from: node.input, to: node.id }]
  const ids = sourcesOfSql(node.sql).map((source) => find(source.name)?.id)
  return [...new Set(ids)].flatMap((id) => (id === undefined ? [] : [{ from: id, to: node.id }]))
}
