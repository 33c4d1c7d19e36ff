import type { Expression } from '../syntax/ast.ts'
import type { GraphNode } from './bound-graph.ts'

/** The expressions a node evaluates. */
export function expressionsOf(node: GraphNode): readonly Expression[] {
  switch (node.kind) {
    case 'filter':
      return [node.condition]
    case 'function':
    case 'aggfunc':
      return [node.call]
    case 'pick':
      return node.fields.map(({ field }) => field.expression)
    case 'join':
      return node.joins.flatMap((join) => join.on ?? [])
    case 'groupby':
      return node.dimensions
    case 'orderby':
      return node.items.map((item) => item.expression)
    case 'switch':
      return node.cases
    case 'source':
    case 'window':
    case 'watermark':
    case 'sink':
      return []
  }
}
