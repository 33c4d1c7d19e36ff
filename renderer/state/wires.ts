import { isDraft } from 'immer'
import { mayConnect, wiresOfDocument, type CanvasNode, type ProjectDocument } from './ruleset.ts'

/** A wire of the canvas. Nothing stores it: it follows from FROM, JOIN and a sink's `input`. */
export interface Wire {
  readonly id: string
  readonly from: string
  readonly to: string
}

const known = new WeakMap<ProjectDocument, readonly Wire[]>()

/** All wires, without those to nodes that are not there. */
export function wiresOf(document: ProjectDocument): readonly Wire[] {
  const before = known.get(document)
  if (before !== undefined) return before
  const ids = new Set(document.nodes.map(({ id }) => id))
  const wires = wiresOfDocument(document).flatMap(({ from, to }) =>
    ids.has(from) && from !== to ? [{ id: `${from}->${to}`, from, to }] : [],
  )
  // A draft changes; only what is finished may be kept.
  if (!isDraft(document)) known.set(document, wires)
  return wires
}

/** What a SQL node writes in FROM to take the rows of `node`. */
export function nameInFrom(node: CanvasNode): string {
  return node.kind === 'sql' ? node.ruleId : node.name
}

/** Only what can run may be drawn, and nothing twice. */
export function canConnect(document: ProjectDocument, from: string, to: string): boolean {
  return (
    mayConnect(document, from, to) &&
    !wiresOf(document).some((wire) => wire.from === from && wire.to === to)
  )
}

export function inputsOf(document: ProjectDocument, id: string): readonly CanvasNode[] {
  const sources = new Set(wiresOf(document).flatMap((wire) => (wire.to === id ? [wire.from] : [])))
  return document.nodes.filter((node) => sources.has(node.id))
}

export function outputsOf(document: ProjectDocument, id: string): readonly CanvasNode[] {
  const targets = new Set(wiresOf(document).flatMap((wire) => (wire.from === id ? [wire.to] : [])))
  return document.nodes.filter((node) => targets.has(node.id))
}
