import type { Expression } from '../../syntax/ast.ts'
import { replacing, warning } from '../problem.ts'
import { textOf, trapCodes, type Trap, type TrapContext } from './trap.ts'
import { sourcesOf } from './named-sources.ts'

/** The order in which ON names the streams decides which is left and which is right. */
export const joinSidesTrap: Trap = (context) => {
  const [join] = context.statement.joins
  if (join?.on === undefined || (join.type !== 'left' && join.type !== 'right')) return []
  const mentioned = [...sourcesOf(context, join.on)]
  if (
    mentioned.length !== 2 ||
    mentioned[0] === 0 ||
    context.sources[1]?.definition.sourceKind === 'table'
  )
    return []
  const fix = swapped(context, join.on)
  return [
    warning(
      trapCodes.joinSidesByOn,
      `ON names ${join.table.name} first, so eKuiper takes it for the left side of the join`,
      join.on.span,
      {
        hint: 'Name the stream of FROM first.',
        ...(fix === undefined ? {} : { fixes: [replacing(`Write ${fix}`, join.on.span, fix)] }),
      },
    ),
  ]
}

function swapped(context: TrapContext, on: Expression): string | undefined {
  if (on.kind !== 'binary' || on.operator !== '=') return undefined
  return `${textOf(context, on.right)} = ${textOf(context, on.left)}`
}
