import type { Diagnostic } from '../../syntax/diagnostic.ts'
import { walkExpression } from '../../syntax/walk.ts'
import type { CallExpression } from '../../syntax/ast.ts'
import { someAggregate } from '../aggregates.ts'
import { crash, crashCodes, visitAll, type CrashCheck } from './crash.ts'

/** With a star instead, as in count(*), eKuiper reports an error for each row and goes on. */
function takesValues({ arguments: [first] }: CallExpression): boolean {
  return first !== undefined && first.kind !== 'wildcard'
}

/** Aggregates where eKuiper evaluates them on a single row. */
export const checkAggregates: CrashCheck = (context) => {
  const found: Diagnostic[] = []
  visitAll(context, (node) => {
    if (node.kind !== 'call' || context.calls.get(node)?.kind !== 'analytic') return
    const argument = node.arguments.find((candidate) =>
      someAggregate(context, candidate, takesValues),
    )
    if (argument === undefined) return
    const message = `${node.name} cannot take an aggregate`
    const hint = 'Let a second rule apply it to the results of this one.'
    found.push(crash(crashCodes.analyticOverAggregate, message, argument.span, hint))
  })
  for (const { on } of context.statement.joins) {
    if (on !== undefined && someAggregate(context, on, takesValues)) {
      found.push(
        crash(crashCodes.aggregateInOn, 'ON cannot have an aggregate', on.span, 'Use HAVING.'),
      )
    }
  }
  const { where } = context.statement
  if (where !== undefined) {
    walkExpression(where, (node) => {
      if (node.kind !== 'column' || !someAggregate(context, node, takesValues)) return
      const message = `${node.name} is the alias of an aggregate, which WHERE cannot use`
      const hint = 'Write the aggregate itself, or use HAVING.'
      found.push(crash(crashCodes.aggregateAliasInWhere, message, node.span, hint))
    })
  }
  return found
}
