import type { Diagnostic } from '../../syntax/diagnostic.ts'
import { warning } from '../problem.ts'
import { trapCodes, visitStatement, type Trap } from './trap.ts'

/** OVER of windows and of row_number is read but mostly not obeyed. */
export const overIgnoredTrap: Trap = (context) => {
  const { window } = context
  const found: Diagnostic[] = []
  if (window?.when !== undefined && window.type !== 'sliding') {
    const message = `OVER (WHEN ...) is ignored: only a sliding window has a trigger condition`
    found.push(
      warning(trapCodes.overIgnored, message, window.when.span, {
        hint: 'Use FILTER (WHERE ...).',
      }),
    )
  }
  const [partition] = window?.partitionBy ?? []
  if (partition !== undefined && window?.type !== 'state') {
    const message = 'PARTITION BY is ignored: only a state window has partitions'
    found.push(
      warning(trapCodes.overIgnored, message, partition.span, {
        hint: 'Group by the columns instead.',
      }),
    )
  }
  visitStatement(context, (node) => {
    if (
      node.kind !== 'call' ||
      node.over === undefined ||
      context.calls.get(node)?.kind !== 'window'
    )
      return
    const message = `${node.name} counts in arrival order over the whole window: its OVER is ignored`
    found.push(warning(trapCodes.overIgnored, message, node.over.span))
  })
  return found
}
