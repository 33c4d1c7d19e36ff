import type { CanvasNode, Position } from './document.ts'
import type { Wire } from './wires.ts'

const columnWidth = 310
const rowHeight = 136
const margin = 60

/**
 * Positions from left to right along the wires: sources, SQL nodes by depth, sinks in the last column.
 * A node stands in the middle of what it feeds, as far as its neighbours leave room.
 */
export function placeNodes(
  nodes: readonly CanvasNode[],
  wires: readonly Wire[],
): ReadonlyMap<string, Position> {
  const columns = toColumns(nodes, columnsOf(nodes, wires))
  const rows = new Map<string, number>()
  for (const column of [...columns].reverse()) placeColumn(column, wires, rows)
  const lowest = Math.min(0, ...rows.values())
  return new Map(
    columns.flatMap((column, index) =>
      column.map((node) => {
        const row = (rows.get(node.id) ?? 0) - lowest
        return [
          node.id,
          { x: margin + index * columnWidth, y: Math.round(margin + row * rowHeight) },
        ]
      }),
    ),
  )
}

function columnsOf(nodes: readonly CanvasNode[], wires: readonly Wire[]): Map<string, number> {
  const depths = new Map<string, number>()
  const depthOf = (id: string, path: ReadonlySet<string>): number => {
    const known = depths.get(id)
    if (known !== undefined) return known
    if (path.has(id)) return 0
    const inputs = wires.filter((wire) => wire.to === id)
    const inner = new Set([...path, id])
    const depth = Math.max(0, ...inputs.map((wire) => depthOf(wire.from, inner))) + 1
    depths.set(id, depth)
    return depth
  }
  for (const node of nodes) {
    if (node.kind === 'source') depths.set(node.id, 0)
  }
  for (const node of nodes) {
    if (node.kind === 'sql') depthOf(node.id, new Set())
  }
  const last = Math.max(0, ...depths.values()) + 1
  for (const node of nodes) {
    if (node.kind === 'sink') depths.set(node.id, last)
  }
  return depths
}

function toColumns(nodes: readonly CanvasNode[], depths: Map<string, number>): CanvasNode[][] {
  const columns: CanvasNode[][] = []
  for (const node of nodes) {
    const depth = depths.get(node.id) ?? 0
    while (columns.length <= depth) columns.push([])
    columns[depth]?.push(node)
  }
  return columns
}

/** Needs the rows of the columns to the right. */
function placeColumn(
  column: readonly CanvasNode[],
  wires: readonly Wire[],
  rows: Map<string, number>,
): void {
  const wanted = column.map((node, index) => {
    const fed = wires.flatMap((wire) => (wire.from === node.id ? [rows.get(wire.to) ?? 0] : []))
    const middle = fed.length === 0 ? index : fed.reduce((sum, row) => sum + row, 0) / fed.length
    return { node, middle }
  })
  wanted.sort((a, b) => a.middle - b.middle)
  let next = -Infinity
  for (const { node, middle } of wanted) {
    const row = Math.max(middle, next)
    rows.set(node.id, row)
    next = row + 1
  }
}
