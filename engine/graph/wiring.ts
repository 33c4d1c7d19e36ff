import { suggest } from '../base/text.ts'
import type { GraphInput } from './bound-graph.ts'
import { graphCodes } from './codes.ts'
import { graphProblem, pathOf, type GraphDiagnostic } from './graph-problem.ts'
import type { RawGraph, RawNode } from './read-graph.ts'

export interface Wiring {
  /** Every node after those it takes rows from; empty where the wiring has errors. */
  readonly order: readonly RawNode[]
  readonly inputs: ReadonlyMap<string, readonly GraphInput[]>
  readonly diagnostics: readonly GraphDiagnostic[]
}

/** Checks the edges and puts the nodes in order. Every node must be reached, and none twice. */
export function wire(graph: RawGraph): Wiring {
  const inputs = collectInputs(graph)
  const diagnostics = [...checkSources(graph, inputs), ...checkEdges(graph), ...checkEnds(graph)]
  if (diagnostics.length > 0) return { order: [], inputs, diagnostics }
  const order = sortNodes(graph, inputs)
  const placed = new Set(order.map((node) => node.name))
  const missing = [...graph.nodes.keys()].filter((name) => !placed.has(name))
  if (missing.length === 0) return { order, inputs, diagnostics }
  const names = missing.join(', ')
  const message = `no rows can reach ${names} from the sources, or only in a circle`
  return {
    order: [],
    inputs,
    diagnostics: [
      graphProblem(
        graphCodes.wiring,
        message,
        'Connect them, or remove them.',
        pathOf(missing[0] ?? ''),
      ),
    ],
  }
}

function collectInputs(graph: RawGraph): ReadonlyMap<string, readonly GraphInput[]> {
  const inputs = new Map<string, GraphInput[]>()
  for (const [node, edges] of graph.edges) {
    for (const { to, output } of edges) {
      const list = inputs.get(to) ?? []
      list.push({ node, output })
      inputs.set(to, list)
    }
  }
  return inputs
}

function checkSources(graph: RawGraph, inputs: ReadonlyMap<string, unknown>): GraphDiagnostic[] {
  return graph.sources.flatMap((name, index) => {
    const path = ['topo', 'sources', String(index)]
    const node = graph.nodes.get(name)
    if (node === undefined) return [undefinedNode(graph, name, path)]
    if (node.type !== 'source')
      return [wiringProblem(`${name} is listed as a source but is no source node`, path)]
    if (graph.sources.indexOf(name) !== index)
      return [wiringProblem(`the source ${name} is listed twice`, path)]
    if (!graph.edges.has(name))
      return [wiringProblem(`no edge leads from the source ${name}`, path)]
    return inputs.has(name) ? [wiringProblem(`an edge leads to the source ${name}`, path)] : []
  })
}

function checkEdges(graph: RawGraph): GraphDiagnostic[] {
  return [...graph.edges].flatMap(([from, edges]) => {
    const node = graph.nodes.get(from)
    if (node === undefined) return [undefinedNode(graph, from, ['topo', 'edges', from])]
    const isSwitch = node.nodeType.toLowerCase() === 'switch' && node.type === 'operator'
    return edges.flatMap(({ to, output }) => {
      if (!graph.nodes.has(to)) return [undefinedNode(graph, to, ['topo', 'edges', from])]
      const isSplit = output > 0 && !isSwitch
      return isSplit
        ? [wiringProblem(`${from} is no switch but has several outputs`, ['topo', 'edges', from])]
        : []
    })
  })
}

/** A sink has no edges at all; an operator has some, which may be empty. */
function checkEnds(graph: RawGraph): GraphDiagnostic[] {
  return [...graph.nodes.values()].flatMap(({ name, type }) => {
    const hasEdges = graph.edges.has(name)
    if (type === 'sink' && hasEdges)
      return [wiringProblem(`an edge leads from the sink ${name}`, ['topo', 'edges', name])]
    if (type === 'operator' && !hasEdges)
      return [wiringProblem(`no edge leads from the operator ${name}`, pathOf(name))]
    return []
  })
}

function sortNodes(
  graph: RawGraph,
  inputs: ReadonlyMap<string, readonly GraphInput[]>,
): readonly RawNode[] {
  const waiting = new Map([...inputs].map(([name, list]) => [name, list.length]))
  const ready = [...graph.sources]
  const order: RawNode[] = []
  for (let name = ready.shift(); name !== undefined; name = ready.shift()) {
    const node = graph.nodes.get(name)
    if (node !== undefined) order.push(node)
    for (const { to } of graph.edges.get(name) ?? []) {
      const left = (waiting.get(to) ?? 0) - 1
      waiting.set(to, left)
      if (left === 0) ready.push(to)
    }
  }
  return order
}

function undefinedNode(graph: RawGraph, name: string, path: readonly string[]): GraphDiagnostic {
  const near = suggest(name, graph.nodes.keys())
  const hint = near === undefined ? undefined : `Did you mean ${near}?`
  return wiringProblem(`there is no node ${name}`, path, hint)
}

function wiringProblem(message: string, path: readonly string[], hint?: string): GraphDiagnostic {
  return graphProblem(graphCodes.wiring, message, hint, path)
}
