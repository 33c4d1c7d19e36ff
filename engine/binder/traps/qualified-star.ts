import type { Diagnostic } from '../../syntax/diagnostic.ts'
import { warning, replacing } from '../problem.ts'
import { textOf, trapCodes, visitStatement, type Trap } from './trap.ts'

/** `s.*` gives nothing for a stream without schema. */
export const qualifiedStarTrap: Trap = (context) => {
  const found: Diagnostic[] = []
  visitStatement(context, (node) => {
    if (node.kind !== 'wildcard' || node.qualifier === undefined) return
    const isOnly = context.sources.length === 1
    found.push(
      warning(
        trapCodes.qualifiedStar,
        `${textOf(context, node)} decodes no column: it gives only nulls`,
        node.span,
        {
          hint: isOnly ? 'Use a plain star.' : 'Name the columns.',
          fixes: isOnly ? [replacing('Write *', node.span, '*')] : [],
        },
      ),
    )
  })
  return found
}
