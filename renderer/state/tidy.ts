import { Graph, layout } from '@dagrejs/dagre'
import type { Position, ProjectDocument } from './ruleset.ts'
import { wiresOf, type Wire } from './wires.ts'

/** A card as it is drawn. */
export const cardSize = { width: 220, height: 84 } as const
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
  const asDrawn = placesOf(document, wires, true)
  const isClear = crossings(asDrawn, wires) === 0
  const reordered = isClear ? asDrawn : placesOf(document, wires, false)
  const isBetter = crossings(reordered, wires) < crossings(asDrawn, wires)
  const places = isBetter ? reordered : asDrawn
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

function placesOf(document: ProjectDocument, wires: readonly Wire[], keepsOrder: boolean): Places {
  const graph = new Graph()
  graph.setGraph({ rankdir: 'LR', nodesep: rowGap, ranksep: columnGap })
  const fromTop = document.nodes.toSorted(
    (a, b) => a.position.y - b.position.y || a.position.x - b.position.x,
  )
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
