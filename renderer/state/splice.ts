import { connect, findNode, type Project } from './edits.ts'
import { readStatement, renameSource, type CanvasNode, type ProjectDocument } from './ruleset.ts'
import { cardSize } from './tidy.ts'
import { nameInFrom, wiresOf, type Wire } from './wires.ts'

/** The wire where a new SQL node may stand between its ends; tables are looked up and cannot be queried. */
export function spliceableWire(document: ProjectDocument, id: string): Wire | undefined {
  const wire = wiresOf(document).find((candidate) => candidate.id === id)
  const from = document.nodes.find((node) => node.id === wire?.from)
  if (wire === undefined || from === undefined || isTable(from)) return undefined
  return wire
}

function isTable(node: CanvasNode): boolean {
  if (node.kind !== 'source') return false
  const reading = readStatement(node.statement)
  return reading.ok && reading.form.kind === 'table'
}

/** Puts a new SQL node between the ends of a wire, and what follows further right where it needs room. */
export function spliceInto(project: Project, id: string, wire: Wire): void {
  const from = findNode(project, wire.from)
  const to = findNode(project, wire.to)
  const node = findNode(project, id)
  if (from === undefined || to === undefined || node?.kind !== 'sql') return
  connect(project, from.id, id)
  if (to.kind === 'sink') to.input = id
  if (to.kind === 'sql') to.sql = renameSource(to.sql, nameInFrom(from), nameInFrom(node))
  makeRoom(project, { from, node, to })
}

const gap = 88

interface Row {
  readonly from: Project['nodes'][number]
  readonly node: Project['nodes'][number]
  readonly to: Project['nodes'][number]
}

function makeRoom(project: Project, { from, node, to }: Row): void {
  const x = Math.max(node.position.x, from.position.x + cardSize.width + gap)
  node.position = { x, y: node.position.y }
  const missing = x + cardSize.width + gap - to.position.x
  if (missing <= 0) return
  const edge = to.position.x
  for (const other of project.nodes) {
    const isBehind = other.id !== node.id && other.id !== from.id && other.position.x >= edge
    if (isBehind) other.position = { x: other.position.x + missing, y: other.position.y }
  }
}
