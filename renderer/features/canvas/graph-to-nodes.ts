import type { Edge, Node } from '@xyflow/react'
import type { CanvasNode, ProjectDocument } from '../../state/ruleset.ts'
import { wiresOf } from '../../state/wires.ts'

/** A card's data is the document's node itself: it renders anew only when that node changed. */
export type CardNode = Node<{ readonly node: CanvasNode }, 'card'>
export type WireEdge = Edge<{ readonly from: string }, 'wire'>

export interface Selection {
  readonly nodes: readonly string[]
  readonly wires: readonly string[]
  /** The wire on which a dragged node would be dropped. */
  readonly wireBelow?: string | undefined
}

/** The cards of a document. Cards of `before` are kept where nothing changed, as React Flow compares them. */
export function cardsOf(
  document: ProjectDocument,
  selected: readonly string[],
  before: readonly CardNode[],
): CardNode[] {
  const known = new Map(before.map((card) => [card.id, card]))
  return document.nodes.map((node) => {
    const isSelected = selected.includes(node.id)
    const card = known.get(node.id)
    const isDragged = card?.dragging === true
    const position = isDragged ? card.position : { x: node.position.x, y: node.position.y }
    const isSame =
      card?.data.node === node &&
      card.selected === isSelected &&
      card.position.x === position.x &&
      card.position.y === position.y
    if (isSame) return card
    return {
      ...card,
      id: node.id,
      type: 'card' as const,
      position,
      selected: isSelected,
      data: card?.data.node === node ? card.data : { node },
      ariaRole: 'group' as const,
      domAttributes: { 'aria-roledescription': `${kindNames[node.kind]} node` },
      ariaLabel: `${titleOf(node)} ${kindNames[node.kind]}`,
    }
  })
}

export function edgesOf(document: ProjectDocument, selection: Selection): WireEdge[] {
  return wiresOf(document).map(({ id, from, to }) => ({
    id,
    type: 'wire',
    source: from,
    target: to,
    selected: selection.wires.includes(id),
    data: { from },
    ariaLabel: `Wire from ${nameOf(document, from)} to ${nameOf(document, to)}`,
    ...emphasisOf(from, to, id, selection),
  }))
}

/** Wires at the selected node stand out, and one that takes what is dragged. */
function emphasisOf(from: string, to: string, id: string, { nodes, wireBelow }: Selection) {
  if (id === wireBelow) return { zIndex: 1, className: 'is-target' }
  const isNear = nodes.includes(from) || nodes.includes(to)
  return { zIndex: isNear ? 1 : 0, className: isNear ? 'is-near' : '' }
}

export const kindNames = { source: 'source', sql: 'SQL', sink: 'sink' } as const

export function titleOf(node: CanvasNode): string {
  if (node.kind === 'sql') return node.name === '' ? node.ruleId : node.name
  return node.name
}

function nameOf(document: ProjectDocument, id: string): string {
  const node = document.nodes.find((candidate) => candidate.id === id)
  return node === undefined ? id : titleOf(node)
}
