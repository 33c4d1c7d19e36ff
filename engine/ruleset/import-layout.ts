import type { CanvasNode, ProjectDocument, SourceConfigurations } from './document.ts'
import { defaultMqttServer, embeddedServer } from './embedded-server.ts'
import type { NodeLayout, ProjectLayout } from './layout.ts'
import { freshName } from './names.ts'
import { placeNodes } from './placement.ts'
import { omit } from './record.ts'
import { wiresOf } from './wires.ts'

/** The nodes of a ruleset, whose ids are ruleset ids, where and as the layout has them. */
export function applyLayout(
  nodes: readonly CanvasNode[],
  sourceConfigurations: SourceConfigurations,
  layout: ProjectLayout | undefined,
): ProjectDocument {
  const loose = layout?.loose ?? []
  const taken = new Set(loose.map((node) => node.id))
  const ids = new Map(nodes.map((node) => [node.id, freshName(node.id, taken)]))
  const drawn = nodes.map((node) => withIds(node, ids))
  const placed = placeNodes(drawn, wiresOf({ nodes: drawn, sourceConfigurations }))
  const present = drawn.map((node, index) => {
    const known = layout?.nodes[nodes[index]?.id ?? '']
    const automatic = placed.get(node.id) ?? node.position
    return known === undefined ? { ...node, position: automatic } : withLayout(node, known)
  })
  return {
    nodes: [...present, ...loose.map((node) => withoutLostInput(node, loose))],
    sourceConfigurations,
  }
}

function withIds(node: CanvasNode, ids: ReadonlyMap<string, string>): CanvasNode {
  const id = ids.get(node.id) ?? node.id
  if (node.kind !== 'sink' || node.input === undefined) return { ...node, id }
  return { ...node, id, input: ids.get(node.input) ?? node.input }
}

function withLayout(node: CanvasNode, layout: NodeLayout): CanvasNode {
  const position = { x: layout.x, y: layout.y }
  if (node.kind === 'sql') return { ...node, position }
  const properties = layout.isEmbedded === true ? withEmbedded(node.properties) : node.properties
  if (node.kind === 'source') return { ...node, position, properties }
  return { ...node, position, properties, name: layout.name ?? node.name }
}

/** A server that was written into the rule since then stays. */
function withEmbedded(
  properties: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const server = properties['server']
  if (server !== undefined && server !== defaultMqttServer) return properties
  return { ...properties, server: embeddedServer }
}

function withoutLostInput(node: CanvasNode, loose: readonly CanvasNode[]): CanvasNode {
  if (node.kind !== 'sink' || node.input === undefined) return node
  if (loose.some((other) => other.id === node.input)) return node
  return omit(node, 'input')
}
