import { graphCodes } from './codes.ts'
import { GraphError, graphProblem, pathOf } from './graph-problem.ts'
import { isRecord } from './properties.ts'

/** A graph rule's JSON with its shape checked. */
export interface RawGraph {
  readonly nodes: ReadonlyMap<string, RawNode>
  readonly sources: readonly string[]
  readonly edges: ReadonlyMap<string, readonly RawEdge[]>
}

export interface RawNode {
  readonly name: string
  readonly type: string
  readonly nodeType: string
  readonly properties: Readonly<Record<string, unknown>>
}

export interface RawEdge {
  readonly to: string
  /** Its place in a two-level list; 0 in a one-level one. */
  readonly output: number
}

/** Throws a GraphError where the JSON is not of a graph's shape. */
export function readGraph(graph: unknown): RawGraph {
  if (!isRecord(graph)) return fail(`a graph must be an object, found ${JSON.stringify(graph)}`, [])
  const nodes = readNodes(member(graph, 'nodes'))
  const topo = member(graph, 'topo')
  if (!isRecord(topo))
    return fail('the graph has no topo', [], 'topo lists the sources and the edges.')
  return {
    nodes,
    sources: readSources(member(topo, 'sources')),
    edges: readEdges(member(topo, 'edges')),
  }
}

/** Keys are matched without case, as Go's JSON does. */
function member(object: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(object, name)) return object[name]
  const key = Object.keys(object).find(
    (candidate) => candidate.toLowerCase() === name.toLowerCase(),
  )
  return key === undefined ? undefined : object[key]
}

function readNodes(value: unknown): ReadonlyMap<string, RawNode> {
  if (value === undefined || value === null) return new Map()
  if (!isRecord(value))
    return fail(`nodes must be an object, found ${JSON.stringify(value)}`, ['nodes'])
  return new Map(Object.entries(value).map(([name, node]) => [name, readNode(name, node)]))
}

function readNode(name: string, value: unknown): RawNode {
  if (!isRecord(value))
    return fail(`node ${name} must be an object, found ${JSON.stringify(value)}`, pathOf(name))
  const properties = member(value, 'props') ?? {}
  if (!isRecord(properties))
    return fail(`node ${name}: props must be an object`, [...pathOf(name), 'props'])
  return {
    name,
    type: text(name, value, 'type'),
    nodeType: text(name, value, 'nodeType'),
    properties,
  }
}

function text(node: string, object: Readonly<Record<string, unknown>>, key: string): string {
  const value = member(object, key) ?? ''
  return typeof value === 'string'
    ? value
    : fail(`node ${node}: ${key} must be a string`, [...pathOf(node), key])
}

function readSources(value: unknown): readonly string[] {
  if (value === undefined || value === null) return []
  const isList =
    Array.isArray(value) && value.every((item): item is string => typeof item === 'string')
  return isList
    ? value
    : fail(`topo.sources must be a list of node names, found ${JSON.stringify(value)}`, [
        'topo',
        'sources',
      ])
}

function readEdges(value: unknown): ReadonlyMap<string, readonly RawEdge[]> {
  if (value === undefined || value === null) return new Map()
  if (!isRecord(value))
    return fail(`topo.edges must be an object, found ${JSON.stringify(value)}`, ['topo', 'edges'])
  return new Map(Object.entries(value).map(([from, targets]) => [from, readTargets(from, targets)]))
}

function readTargets(from: string, value: unknown): readonly RawEdge[] {
  if (value === null) return []
  const path = ['topo', 'edges', from]
  if (!Array.isArray(value))
    return fail(`the edges of ${from} must be a list, found ${JSON.stringify(value)}`, path)
  return (value as unknown[]).flatMap((target, index): readonly RawEdge[] => {
    if (typeof target === 'string') return [{ to: target, output: 0 }]
    if (!Array.isArray(target))
      return fail(`the edges of ${from} must be node names, found ${JSON.stringify(target)}`, path)
    return (target as unknown[]).map((to) =>
      typeof to === 'string'
        ? { to, output: index }
        : fail(`the edges of ${from} must be node names`, path),
    )
  })
}

function fail(message: string, path: readonly string[], hint?: string): never {
  throw new GraphError(graphProblem(graphCodes.shape, message, hint, path))
}
