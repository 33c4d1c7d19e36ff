import { suggest } from '../base/text.ts'
import type { BoundSource, ColumnBinding } from '../binder/bound.ts'
import type { BindEnvironment } from '../binder/environment.ts'
import { usesOf } from '../binder/references.ts'
import type { FunctionDefinition } from '../functions/definition.ts'
import type { CallExpression, ColumnReference } from '../syntax/ast.ts'
import type { BoundGraph, GraphNode } from './bound-graph.ts'
import { graphCodes } from './codes.ts'
import { expressionsOf } from './expressions.ts'
import { flowOf, flowProblem, operatorTypes, type Flow } from './flow.ts'
import { GraphError, graphProblem, pathOf, type GraphDiagnostic } from './graph-problem.ts'
import { readSource, type GraphSource } from './graph-sources.ts'
import { readFilter, readSwitch } from './operators/conditions.ts'
import { readJoin, type JoinContext } from './operators/join.ts'
import { readFunction, readGroupBy, readOrderBy, readPick } from './operators/selections.ts'
import { readWindow } from './operators/window.ts'
import { Properties } from './properties.ts'
import { readGraph, type RawNode } from './read-graph.ts'
import { wire, type Wiring } from './wiring.ts'

export interface GraphResult {
  /** Undefined where there are errors. */
  readonly graph: BoundGraph | undefined
  readonly diagnostics: readonly GraphDiagnostic[]
}

/** Checks a rule's `graph` and parses its expressions. */
export function bindGraph(graph: unknown, environment: BindEnvironment): GraphResult {
  if (environment.options?.useSliceTuple === true) {
    const message = 'a graph is not possible with the option experiment.useSliceTuple'
    return { graph: undefined, diagnostics: [graphProblem(graphCodes.option, message)] }
  }
  try {
    const raw = readGraph(graph)
    const wiring = wire(raw)
    const binder = new GraphBinder(environment, wiring)
    const diagnostics = [...wiring.diagnostics, ...binder.read([...raw.nodes.values()])]
    return diagnostics.length > 0
      ? { graph: undefined, diagnostics }
      : { graph: binder.result(), diagnostics }
  } catch (error) {
    if (error instanceof GraphError) return { graph: undefined, diagnostics: error.diagnostics }
    throw error
  }
}

class GraphBinder {
  readonly #environment: BindEnvironment
  readonly #wiring: Wiring
  readonly #sources = new Map<string, GraphSource>()
  readonly #calls = new Map<CallExpression, FunctionDefinition>()
  readonly #nodes = new Map<string, GraphNode>()
  readonly #flows = new Map<string, Flow>()

  constructor(environment: BindEnvironment, wiring: Wiring) {
    this.#environment = environment
    this.#wiring = wiring
  }

  /** Sources first, as expressions need their names; then in the order of the wiring. */
  read(nodes: readonly RawNode[]): GraphDiagnostic[] {
    const sources = nodes.filter((node) => node.type === 'source')
    const diagnostics = collect(sources, (node) => this.#readSource(node))
    const ordered = this.#wiring.order.length > 0 ? this.#wiring.order : nodes
    return [...diagnostics, ...collect(ordered, (node) => this.#readNode(node))]
  }

  result(): BoundGraph {
    const sources: BoundSource[] = [...this.#sources.values()].map(({ definition }) => ({
      name: definition.name,
      alias: undefined,
      definition,
    }))
    const nodes = this.#wiring.order.flatMap(({ name }) => this.#nodes.get(name) ?? [])
    return { nodes, sources, columns: bindColumns(nodes, sources), calls: this.#calls }
  }

  #readSource(node: RawNode): void {
    const options = this.#environment.options ?? {}
    const source = readSource(node, {
      catalog: this.#environment.catalog,
      isTemporary: options.isTemporary === true,
      isEventTime: options.isEventTime === true,
      formats: this.#environment.formats,
    })
    this.#sources.set(node.name, source)
  }

  #readNode(node: RawNode): void {
    const inputs = this.#wiring.inputs.get(node.name) ?? []
    const base = { name: node.name, inputs }
    const flows = inputs.flatMap((input) => this.#flows.get(input.node) ?? [])
    const [first] = flows
    switch (node.type) {
      case 'source':
        this.#addSource(node)
        return
      case 'sink': {
        const { nodeType: type, properties } = node
        this.#nodes.set(node.name, {
          ...base,
          kind: 'sink',
          flow: first?.flow ?? 'row',
          type,
          properties,
        })
        return
      }
      case 'operator':
        this.#addOperator(node, flows)
        return
      default: {
        const hint = 'The types are source, operator and sink.'
        const message = `node ${node.name} has the unknown type ${node.type}`
        throw new GraphError(graphProblem(graphCodes.nodeType, message, hint, pathOf(node.name)))
      }
    }
  }

  #addSource(node: RawNode): void {
    const source = this.#sources.get(node.name)
    if (source === undefined) return
    const place = [...this.#sources.keys()].indexOf(node.name)
    this.#flows.set(node.name, { flow: 'row', isMerged: false })
    this.#nodes.set(node.name, {
      kind: 'source',
      name: node.name,
      inputs: [],
      flow: 'row',
      source: place,
      definition: source.definition,
      isReference: source.isReference,
      isLookup: source.kind === 'lookup',
    })
  }

  #addOperator(node: RawNode, flows: readonly Flow[]): void {
    const type = node.nodeType.toLowerCase()
    if (!operatorTypes.includes(type)) throw unknownOperator(node)
    const inputs = this.#wiring.inputs.get(node.name) ?? []
    const properties = new Properties(node.name, node.properties)
    const sent = flowOf(type, flows)
    const base = { name: node.name, inputs, flow: sent.flow }
    const operator = this.#readOperator(node, type, properties, base, flows)
    const problem = this.#inputProblem(node, type, flows)
    if (problem !== undefined) {
      throw new GraphError(
        graphProblem(graphCodes.flow, `node ${node.name} ${problem}`, undefined, pathOf(node.name)),
      )
    }
    this.#flows.set(node.name, sent)
    this.#nodes.set(node.name, operator)
  }

  #inputProblem(node: RawNode, type: string, flows: readonly Flow[]): string | undefined {
    const inputs = this.#wiring.inputs.get(node.name) ?? []
    const streams = inputs.filter((input) => this.#sources.get(input.node)?.kind !== 'lookup')
    if (node.nodeType === 'join' && inputs.length > 1 && streams.length > 1) {
      return 'joins several streams, which need a window before'
    }
    return flowProblem(type, flows)
  }

  #readOperator(
    node: RawNode,
    type: string,
    properties: Properties,
    base: {
      readonly name: string
      readonly inputs: GraphNode['inputs']
      readonly flow: Flow['flow']
    },
    flows: readonly Flow[],
  ): GraphNode {
    const context = this.#joinContext()
    const { name } = node
    switch (type) {
      case 'filter': {
        // Only the exact spelling becomes HAVING.
        const isHaving = node.nodeType === 'filter' && flows[0]?.flow === 'grouped'
        return {
          ...base,
          kind: 'filter',
          condition: readFilter(name, properties, context),
          isHaving,
        }
      }
      case 'function':
      case 'aggfunc':
        return { ...base, kind: type, ...readFunction(name, properties, context) }
      case 'pick':
        return { ...base, kind: 'pick', ...readPick(name, properties, context) }
      case 'window':
        return { ...base, kind: 'window', window: readWindow(properties, this.#isEventTime()) }
      case 'join': {
        const { from, joins, lookup } = readJoin(name, properties, context)
        return { ...base, kind: 'join', from, joins, lookup: this.#placeOf(lookup) }
      }
      case 'groupby':
        return { ...base, kind: 'groupby', dimensions: readGroupBy(name, properties, context) }
      case 'orderby':
        return { ...base, kind: 'orderby', items: readOrderBy(name, properties, context) }
      case 'switch':
        return { ...base, kind: 'switch', ...readSwitch(name, properties, context) }
      default:
        return { ...base, kind: 'watermark', ...this.#readWatermark(properties, context) }
    }
  }

  #readWatermark(
    properties: Properties,
    context: JoinContext,
  ): { readonly emitters: readonly string[]; readonly sendsWatermark: boolean } {
    const emitters = properties.texts('emitters')
    if (emitters.length === 0)
      properties.reject('emitters', 'emitters must name at least one source')
    const unknown = emitters.find((emitter) => !context.streams.has(emitter))
    if (unknown !== undefined)
      properties.reject('emitters', `emitters: there is no source ${unknown}`)
    return { emitters, sendsWatermark: properties.isTrue('sendWatermark') }
  }

  #joinContext(): JoinContext {
    const named = (kind: GraphSource['kind']): ReadonlySet<string> =>
      new Set(
        [...this.#sources.values()]
          .filter((source) => source.kind === kind)
          .map(({ definition }) => definition.name),
      )
    return {
      functions: this.#environment,
      calls: this.#calls,
      streams: named('stream'),
      lookups: named('lookup'),
      hasScanTable: named('scan').size > 0,
    }
  }

  #placeOf(lookup: string | undefined): number | undefined {
    if (lookup === undefined) return undefined
    return [...this.#sources.values()].findIndex(({ definition }) => definition.name === lookup)
  }

  #isEventTime(): boolean {
    return this.#environment.options?.isEventTime === true
  }
}

/** Runs `read` for each node and gathers what its GraphErrors carry. */
function collect(nodes: readonly RawNode[], read: (node: RawNode) => void): GraphDiagnostic[] {
  return nodes.flatMap((node) => {
    try {
      read(node)
      return []
    } catch (error) {
      if (error instanceof GraphError) return [...error.diagnostics]
      throw error
    }
  })
}

function unknownOperator(node: RawNode): GraphError {
  const near = suggest(node.nodeType, operatorTypes)
  const hint =
    near === undefined ? `The operators are ${operatorTypes.join(', ')}.` : `Did you mean ${near}?`
  const message = `node ${node.name}: there is no operator ${node.nodeType}`
  return new GraphError(graphProblem(graphCodes.nodeType, message, hint, pathOf(node.name)))
}

/** A qualified name is a column of that source, any other is found in the row as it comes. */
function bindColumns(
  nodes: readonly GraphNode[],
  sources: readonly BoundSource[],
): ReadonlyMap<ColumnReference, ColumnBinding> {
  const columns = new Map<ColumnReference, ColumnBinding>()
  const places = new Map(sources.map(({ name }, place) => [name, place]))
  for (const expression of nodes.flatMap(expressionsOf)) {
    for (const use of usesOf(expression, (name) => places.has(name))) {
      if (use.node.kind !== 'column') continue
      const source = use.qualifier === undefined ? undefined : places.get(use.qualifier)
      const base: ColumnBinding =
        source === undefined
          ? { kind: 'any-source', name: use.name }
          : { kind: 'column', source, name: use.name }
      columns.set(
        use.node,
        use.member === undefined ? base : { kind: 'member', base, name: use.member },
      )
    }
  }
  return columns
}
