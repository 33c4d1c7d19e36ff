import { Graph, layout } from '@dagrejs/dagre'
import type { CanvasNode, Position, ProjectDocument } from './ruleset.ts'
import { wiresOf, type Wire } from './wires.ts'

/** A card as it is drawn. */
export const cardSize = { width: 220, height: 92 } as const
const columnGap = 88
const rowGap = 48
const grid = 4

/**
 * Places from left to right along the wires, without overlap and with few crossings. The drawing's upper
 * left corner stays where it is, and what is above what, unless changing it takes crossings away.
 */
export function tidyPositions(document: ProjectDocument): ReadonlyMap<string, Position> {
  if (document.nodes.length === 0) return new Map()
  const wires = wiresOf(document)
  const fromTop = document.nodes.toSorted(
    (a, b) => a.position.y - b.position.y || a.position.x - b.position.x,
  )
  const parts = partsOf(fromTop, wires).map((nodes) => orderPart(nodes, wires))
  const places = sideBySide(parts)
  const from = cornerOf([...places.values()])
  const to = cornerOf(document.nodes.map(({ position }) => position))
  return new Map(
    [...places].map(([id, { x, y }]) => [
      id,
      { x: onGrid(x - from.x + to.x), y: onGrid(y - from.y + to.y) },
    ]),
  )
}

type Places = ReadonlyMap<string, Position>

/** The nodes that wires hold together, each part in the given order. */
function partsOf(
  nodes: readonly CanvasNode[],
  wires: readonly Wire[],
): readonly (readonly CanvasNode[])[] {
  const partOf = new Map(nodes.map(({ id }) => [id, id]))
  for (const { from, to } of wires) {
    const [kept, gone] = [partOf.get(from), partOf.get(to)]
    if (kept === undefined || gone === undefined || kept === gone) continue
    for (const [id, part] of partOf) if (part === gone) partOf.set(id, kept)
  }
  const parts = new Map<string, CanvasNode[]>()
  for (const node of nodes) {
    const part = partOf.get(node.id) ?? node.id
    parts.set(part, [...(parts.get(part) ?? []), node])
  }
  return [...parts.values()]
}

function orderPart(nodes: readonly CanvasNode[], all: readonly Wire[]): Places {
  const ids = new Set(nodes.map(({ id }) => id))
  const wires = all.filter(({ from }) => ids.has(from))
  const asDrawn = placesOf(nodes, wires, true)
  if (crossings(asDrawn, wires) === 0) return asDrawn
  const reordered = placesOf(nodes, wires, false)
  return crossings(reordered, wires) < crossings(asDrawn, wires) ? reordered : asDrawn
}

/** Wider than high, as the window is. */
const aspect = 1.6
/** Small drawings stand below each other. */
const smallHeight = 700

/** Parts below each other, in as many columns as make the whole fit a window. */
function sideBySide(parts: readonly Places[]): Places {
  const boxes = parts.map((places) => ({ places, ...boxOf(places) }))
  const area = boxes.reduce((sum, { width, height }) => sum + width * height, 0)
  const limit = Math.max(smallHeight, Math.sqrt(area / aspect))
  const result = new Map<string, Position>()
  let [x, y, columnWidth] = [0, 0, 0]
  for (const { places, left, top, width, height } of boxes) {
    if (y > 0 && y + height / 2 > limit) {
      x += columnWidth + columnGap
      y = 0
      columnWidth = 0
    }
    for (const [id, place] of places)
      result.set(id, { x: place.x - left + x, y: place.y - top + y })
    y += height + rowGap
    columnWidth = Math.max(columnWidth, width)
  }
  return result
}

function boxOf(places: Places) {
  const xs = [...places.values()].map(({ x }) => x)
  const ys = [...places.values()].map(({ y }) => y)
  const [left, top] = [Math.min(...xs), Math.min(...ys)]
  const width = Math.max(...xs) - left + cardSize.width
  return { left, top, width, height: Math.max(...ys) - top + cardSize.height }
}

function placesOf(
  fromTop: readonly CanvasNode[],
  wires: readonly Wire[],
  keepsOrder: boolean,
): Places {
  const graph = new Graph()
  graph.setGraph({ rankdir: 'LR', nodesep: rowGap, ranksep: columnGap })
  const rank = new Map(fromTop.map(({ id }, index) => [id, index]))
  const rankOf = (id: string) => rank.get(id) ?? 0
  for (const { id } of fromTop) graph.setNode(id, { ...cardSize })
  const ordered = wires.toSorted(
    (a, b) => rankOf(a.from) - rankOf(b.from) || rankOf(a.to) - rankOf(b.to),
  )
  for (const { from, to } of ordered) graph.setEdge(from, to, {})
  layout(graph, { disableOptimalOrderHeuristic: keepsOrder })
  return new Map(fromTop.map(({ id }) => [id, graph.node(id) as Position]))
}

function crossings(places: Places, wires: readonly Wire[]): number {
  const lines = wires.flatMap(({ from, to }) => {
    const start = places.get(from)
    const end = places.get(to)
    return start === undefined || end === undefined ? [] : [{ start, end }]
  })
  let count = 0
  lines.forEach((a, index) => {
    for (const b of lines.slice(index + 1)) {
      const isBeside = a.start.x < b.end.x && b.start.x < a.end.x
      if (isBeside && (a.start.y - b.start.y) * (a.end.y - b.end.y) < 0) count += 1
    }
  })
  return count
}

/** The document with all its nodes in tidy places. */
export function tidied(document: ProjectDocument): ProjectDocument {
  const places = tidyPositions(document)
  return {
    ...document,
    nodes: document.nodes.map((node) => ({
      ...node,
      position: places.get(node.id) ?? node.position,
    })),
  }
}

function cornerOf(positions: readonly Position[]): Position {
  return {
    x: Math.min(...positions.map(({ x }) => x)),
    y: Math.min(...positions.map(({ y }) => y)),
  }
}

function onGrid(value: number): number {
  return Math.round(value / grid) * grid
}
