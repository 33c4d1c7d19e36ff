import type { CanvasNode, Position } from './document.ts'
import { printExactJson } from './exact-json.ts'
import type { NodeLayout, ProjectLayout } from './layout.ts'
import { isRecord } from './record.ts'

/** The layout file: a node a line, sorted, so that moving one node changes one line. */
export function printLayout(layout: ProjectLayout): string {
  const nodes = Object.entries(layout.nodes)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, node]) => `    ${JSON.stringify(id)}: ${printExactJson(node)}`)
  const loose = layout.loose.map((node) => `    ${printExactJson(node)}`)
  const block = (lines: readonly string[]): string => {
    return lines.length === 0 ? '' : `\n${lines.join(',\n')}\n  `
  }
  return `{\n  "nodes": {${block(nodes)}},\n  "loose": [${block(loose)}]\n}\n`
}

export type LayoutResult =
  | { readonly ok: true; readonly layout: ProjectLayout }
  | { readonly ok: false; readonly message: string }

export function readLayout(value: unknown): LayoutResult {
  if (!isRecord(value)) return { ok: false, message: 'expected an object (line 1, column 1)' }
  const nodes: Record<string, NodeLayout> = {}
  const written = value['nodes'] ?? {}
  if (!isRecord(written)) return { ok: false, message: 'expected an object as "nodes"' }
  for (const [id, entry] of Object.entries(written)) {
    const node = readNode(entry)
    if (node === undefined) {
      return { ok: false, message: `expected numbers as x and y of "nodes"."${id}"` }
    }
    nodes[id] = node
  }
  const list = value['loose'] ?? []
  if (!Array.isArray(list)) return { ok: false, message: 'expected a list as "loose"' }
  const loose: CanvasNode[] = []
  for (const [index, entry] of (list as readonly unknown[]).entries()) {
    const node = readLoose(entry)
    if (node === undefined) return { ok: false, message: `"loose"[${index}] is no node` }
    loose.push(node)
  }
  return { ok: true, layout: { nodes, loose } }
}

function readPosition(value: unknown): Position | undefined {
  if (!isRecord(value)) return undefined
  const { x, y } = value
  return typeof x === 'number' && typeof y === 'number' ? { x, y } : undefined
}

function readNode(value: unknown): NodeLayout | undefined {
  const position = readPosition(value)
  if (position === undefined || !isRecord(value)) return undefined
  const { name, isEmbedded } = value
  return {
    ...position,
    ...(typeof name === 'string' ? { name } : {}),
    ...(isEmbedded === true ? { isEmbedded } : {}),
  }
}

function readLoose(value: unknown): CanvasNode | undefined {
  if (!isRecord(value)) return undefined
  const { kind, id } = value
  const position = readPosition(value['position'])
  if (typeof id !== 'string' || position === undefined) return undefined
  const text = (key: string): string => (typeof value[key] === 'string' ? value[key] : '')
  const object = (key: string): Readonly<Record<string, unknown>> => {
    const member = value[key]
    return isRecord(member) ? member : {}
  }
  const base = { id, position, name: text('name') }
  const properties = object('properties')
  switch (kind) {
    case 'source':
      return { kind, ...base, statement: text('statement'), properties }
    case 'sql': {
      const { ruleId, sql } = { ruleId: text('ruleId'), sql: text('sql') }
      return { kind, ...base, ruleId, sql, options: object('options'), extra: object('extra') }
    }
    case 'sink': {
      const sink = { kind, ...base, type: text('type'), properties } as const
      const input = value['input']
      return typeof input === 'string' ? { ...sink, input } : sink
    }
    default:
      return undefined
  }
}
