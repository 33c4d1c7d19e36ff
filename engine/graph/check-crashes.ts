import { hasAggregateCall, isAggregateCall } from '../binder/aggregates.ts'
import type { BoundGraph, GraphNode } from './bound-graph.ts'
import { graphCodes } from './codes.ts'
import { graphProblem, pathOf, type GraphDiagnostic } from './graph-problem.ts'

/** Graphs that eKuiper takes but on which it stops. */
export function checkGraphCrashes(graph: BoundGraph): readonly GraphDiagnostic[] {
  return graph.nodes.flatMap((node) => {
    const reason = crashOf(graph, node)
    if (reason === undefined) return []
    const message = `node ${node.name}: ${reason}; eKuiper stops the rule`
    return [graphProblem(graphCodes.crash, message, undefined, pathOf(node.name))]
  })
}

function crashOf(graph: BoundGraph, node: GraphNode): string | undefined {
  switch (node.kind) {
    case 'function':
      return node.flow === 'collection' && hasAggregateCall(graph, node.call)
        ? 'an aggregate needs aggfunc, not function'
        : undefined
    case 'aggfunc': {
      const isNested =
        isAggregateCall(graph, node.call) &&
        node.call.arguments.some((argument) => hasAggregateCall(graph, argument))
      return isNested ? 'an aggregate inside another one' : undefined
    }
    case 'pick': {
      const isAggregate = node.fields.some(({ field }) => hasAggregateCall(graph, field.expression))
      return isAggregate && !node.isAggregate && node.flow !== 'grouped'
        ? 'an aggregate needs isAgg'
        : undefined
    }
    case 'switch': {
      if (node.flow === 'grouped') return 'a switch cannot take groups'
      const used = graph.nodes
        .flatMap(({ inputs }) => inputs)
        .filter((input) => input.node === node.name)
      return used.some((input) => input.output >= node.cases.length)
        ? 'more branches than cases'
        : undefined
    }
    default:
      return undefined
  }
}
