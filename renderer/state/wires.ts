import { referencesOf, type CanvasNode, type ProjectDocument, type SqlNode } from './ruleset.ts'

/** A wire of the canvas. Nothing stores it: it follows from FROM, JOIN and a sink's `input`. */
export interface Wire {
  readonly id: string
  readonly from: string
  readonly to: string
}

/** All wires, without those to nodes that are not there. */
export function wiresOf({ nodes }: ProjectDocument): readonly Wire[] {
  const feeders = feedersByName(nodes)
  const wires = new Map<string, Wire>()
  const add = (from: string, to: string) => {
    const id = `${from}->${to}`
    wires.set(id, { id, from, to })
  }
  for (const node of nodes) {
    if (node.kind === 'sink' && node.input !== undefined) {
      if (nodes.some(({ id }) => id === node.input)) add(node.input, node.id)
    }
    if (node.kind !== 'sql') continue
    for (const { name } of referencesOf(node.sql)) {
      const feeder = feeders.get(name)
      if (feeder !== undefined && feeder.id !== node.id) add(feeder.id, node.id)
    }
  }
  return [...wires.values()]
}

/** The nodes that a name in FROM can mean: a stream by its name, another rule by its id. */
export function feedersByName(nodes: readonly CanvasNode[]): ReadonlyMap<string, CanvasNode> {
  const feeders = new Map<string, CanvasNode>()
  for (const node of nodes) if (node.kind === 'sql') feeders.set(node.id, node)
  for (const node of nodes) if (node.kind === 'source') feeders.set(node.name, node)
  return feeders
}

/** What a SQL node writes in FROM to take the rows of `node`. */
export function nameInFrom(node: CanvasNode): string {
  return node.kind === 'source' ? node.name : node.id
}

/** Only what can run may be drawn: source to SQL, SQL to SQL without a circle, SQL to sink. */
export function canConnect(document: ProjectDocument, from: string, to: string): boolean {
  if (from === to) return false
  const start = document.nodes.find((node) => node.id === from)
  const end = document.nodes.find((node) => node.id === to)
  if (start === undefined || end === undefined) return false
  const wires = wiresOf(document)
  if (wires.some((wire) => wire.from === from && wire.to === to)) return false
  if (end.kind === 'sink') return start.kind === 'sql'
  if (end.kind !== 'sql' || start.kind === 'sink') return false
  return start.kind === 'source' || !isReachable(wires, to, from)
}

/** Whether rows that leave `from` can come to `to`. */
function isReachable(wires: readonly Wire[], from: string, to: string): boolean {
  const seen = new Set<string>()
  const waiting = [from]
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (at === to) return true
    if (seen.has(at)) continue
    seen.add(at)
    for (const wire of wires) if (wire.from === at) waiting.push(wire.to)
  }
  return false
}

export function inputsOf(document: ProjectDocument, id: string): readonly CanvasNode[] {
  const sources = new Set(wiresOf(document).flatMap((wire) => (wire.to === id ? [wire.from] : [])))
  return document.nodes.filter((node) => sources.has(node.id))
}

export function outputsOf(document: ProjectDocument, id: string): readonly CanvasNode[] {
  const targets = new Set(wiresOf(document).flatMap((wire) => (wire.from === id ? [wire.to] : [])))
  return document.nodes.filter((node) => targets.has(node.id))
}

/** The names in FROM and JOIN that no node of the canvas has. */
export function danglingNames(document: ProjectDocument, node: SqlNode): readonly string[] {
  const feeders = feedersByName(document.nodes)
  return referencesOf(node.sql).flatMap(({ name }) => (feeders.has(name) ? [] : [name]))
}
