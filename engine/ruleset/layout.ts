import type { NodeId } from '../runtime/run.ts'
import type { CanvasNode, Position, ProjectDocument, SourceNode } from './document.ts'
import { usesEmbeddedServer } from './embedded-server.ts'
import { isWholeStatement } from './stream-statement.ts'

/** What a document has and a ruleset has not: where nodes stand, and nodes eKuiper could not take. */
export interface ProjectLayout {
  /** By `stream/<name>`, `rule/<id>`, `action/<rule id>/<index>`. */
  readonly nodes: Readonly<Record<NodeId, NodeLayout>>
  /** Nodes that are in no rule: sinks without a wire, nodes whose name is taken or not possible. */
  readonly loose: readonly CanvasNode[]
}

export interface NodeLayout extends Position {
  /** A sink's name. */
  readonly name?: string
  /** Uses the embedded broker, which the ruleset writes as eKuiper's default address. */
  readonly isEmbedded?: boolean
}

/** The id that each node of the document has in its ruleset; loose nodes have none. */
export function rulesetIds(document: ProjectDocument): ReadonlyMap<string, NodeId> {
  const ids = new Map<string, NodeId>()
  const taken = new Set<NodeId>()
  const give = (node: CanvasNode, id: NodeId): void => {
    if (taken.has(id)) return
    taken.add(id)
    ids.set(node.id, id)
  }
  for (const node of document.nodes) {
    if (node.kind === 'source' && canBeExported(node)) give(node, `stream/${node.name}`)
    if (node.kind === 'sql' && node.ruleId !== '') give(node, `rule/${node.ruleId}`)
  }
  const counts = new Map<string, number>()
  for (const node of document.nodes) {
    if (node.kind !== 'sink' || node.input === undefined) continue
    const rule = ids.get(node.input)
    if (rule === undefined || !rule.startsWith('rule/')) continue
    const index = counts.get(rule) ?? 0
    counts.set(rule, index + 1)
    give(node, `action/${rule.slice('rule/'.length)}/${index}`)
  }
  return ids
}

/** A broken statement cannot name the group of its node's properties, which would be lost. */
export function canBeExported(node: SourceNode): boolean {
  if (node.name === '') return false
  return Object.keys(node.properties).length === 0 || isWholeStatement(node.statement)
}

export function documentToLayout(document: ProjectDocument): ProjectLayout {
  const ids = rulesetIds(document)
  const nodes: Record<NodeId, NodeLayout> = {}
  const loose: CanvasNode[] = []
  for (const node of document.nodes) {
    const id = ids.get(node.id)
    if (id === undefined) loose.push(node)
    else nodes[id] = nodeLayout(node)
  }
  return { nodes, loose }
}

function nodeLayout(node: CanvasNode): NodeLayout {
  const { x, y } = node.position
  if (node.kind === 'sql') return { x, y }
  const embedded = usesEmbeddedServer(node.properties) ? { isEmbedded: true } : {}
  return node.kind === 'sink' ? { x, y, name: node.name, ...embedded } : { x, y, ...embedded }
}
