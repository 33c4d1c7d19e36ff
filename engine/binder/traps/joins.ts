import type { Expression, Join } from '../../syntax/ast.ts'
import type { Diagnostic } from '../../syntax/diagnostic.ts'
import { walkExpression } from '../../syntax/walk.ts'
import type { ColumnBinding } from '../bound.ts'
import { replacing, warning } from '../problem.ts'
import { textOf, trapCodes, type Trap, type TrapContext } from './trap.ts'

/** A part of WHERE that names one stream only filters that stream before an outer join. */
export const whereBelowOuterJoinTrap: Trap = (context) => {
  const { statement, sources } = context
  const outer = statement.joins.find(
    ({ type }) => type === 'left' || type === 'right' || type === 'full',
  )
  if (outer === undefined || statement.where === undefined) return []
  return conjuncts(statement.where).flatMap((part) => {
    const named = sourcesOf(context, part)
    const [only] = named
    if (named.size !== 1 || only === undefined) return []
    if (sources[only]?.definition.sourceKind === 'table') return []
    const name = sources[only]?.name ?? ''
    return [
      warning(
        trapCodes.whereBelowOuterJoin,
        `this filters ${name} before the join: rows of the other side stay, with ${name}'s columns missing`,
        part.span,
        {
          hint: 'Filter joined rows in a second rule, or switch predicatePushDown off in the options.',
        },
      ),
    ]
  })
}

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

export const joinWithoutOnTrap: Trap = ({ statement }) =>
  statement.joins.flatMap((join: Join) =>
    join.on !== undefined || join.type === 'cross'
      ? []
      : [
          warning(
            trapCodes.joinWithoutOn,
            `without ON every row is joined with every row of ${join.table.name}`,
            join.span,
            { hint: 'Add ON with a condition, or write CROSS JOIN.' },
          ),
        ],
  )

/** Columns qualified with a stream's alias resolve to nothing. */
export const streamAliasTrap: Trap = (context) => {
  const aliases = new Map(
    context.sources.flatMap(({ alias, name }) => (alias === undefined ? [] : [[alias, name]])),
  )
  const names = new Set(context.sources.map(({ name }) => name))
  const found: Diagnostic[] = []
  for (const reference of context.columns.keys()) {
    const { qualifier } = reference
    const name = qualifier === undefined ? undefined : aliases.get(qualifier.name)
    if (qualifier === undefined || name === undefined || names.has(qualifier.name)) continue
    found.push(
      warning(
        trapCodes.streamAlias,
        `eKuiper finds nothing by the alias ${qualifier.name}: the value will be missing`,
        reference.span,
        {
          hint: `Write the stream's own name, ${name}.`,
          fixes: [replacing(`Write ${name}.${reference.name}`, qualifier.span, name)],
        },
      ),
    )
  }
  return found
}

function swapped(context: TrapContext, on: Expression): string | undefined {
  if (on.kind !== 'binary' || on.operator !== '=') return undefined
  return `${textOf(context, on.right)} = ${textOf(context, on.left)}`
}

function conjuncts(expression: Expression): readonly Expression[] {
  const parts: Expression[] = []
  const open = [expression]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.kind === 'binary' && next.operator === 'AND') open.push(next.right, next.left)
    else parts.push(next)
  }
  return parts
}

/** The sources an expression names, in the order of their first mention. */
function sourcesOf(context: TrapContext, expression: Expression): ReadonlySet<number> {
  const found = new Set<number>()
  walkExpression(expression, (node) => {
    if (node.kind !== 'column') return
    const source = sourceOf(context.columns.get(node))
    if (source !== undefined) found.add(source)
  })
  return found
}

function sourceOf(binding: ColumnBinding | undefined): number | undefined {
  if (binding?.kind === 'member') return sourceOf(binding.base)
  return binding?.kind === 'column' ? binding.source : undefined
}
