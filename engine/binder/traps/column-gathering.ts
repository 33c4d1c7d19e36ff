import type { Expression } from '../../syntax/ast.ts'
import { clausesOf, walkExpression, type Clause } from '../../syntax/walk.ts'
import type { ColumnBinding } from '../bound.ts'
import type { TrapContext } from './trap.ts'

/** What a statement asks of its sources, in the order in which eKuiper comes across it. */
export type GatheredItem =
  /** `source` is undefined for a name that may be in any of them. */
  | { readonly kind: 'column'; readonly source: number | undefined; readonly name: string }
  | {
      readonly kind: 'star'
      readonly node: Expression
      /** The place of its field in SELECT; undefined behind SELECT. */
      readonly field: number | undefined
      /** False where only the rows are counted. */
      readonly isContentSeen: boolean
    }

const order: readonly Clause['name'][] = [
  'select',
  'order',
  'having',
  'group',
  'window',
  'on',
  'where',
]

/** The clauses from the result down; stars that leave columns out have a trap of their own. */
export function gatheredItems(context: TrapContext): readonly GatheredItem[] {
  const items: GatheredItem[] = []
  context.fields.forEach(({ field }, place) => gather(context, field.expression, place, items))
  const clauses = clausesOf(context.statement)
  for (const name of order.slice(1)) {
    for (const clause of clauses) {
      if (clause.name === name) gather(context, clause.expression, undefined, items)
    }
  }
  return items
}

function gather(
  context: TrapContext,
  expression: Expression,
  field: number | undefined,
  items: GatheredItem[],
): void {
  const counted = new Set<Expression>()
  walkExpression(expression, (node) => {
    if (node.kind === 'call') {
      const definition = context.calls.get(node)
      const takesAll = definition?.kind === 'aggregate' && definition.takesRecord === true
      if (takesAll) items.push({ kind: 'star', node, field, isContentSeen: true })
      const isCount = definition?.kind === 'aggregate' && definition.isRowCount === true
      if (isCount) node.arguments.forEach((argument) => counted.add(argument))
    } else if (node.kind === 'wildcard') {
      const isPlain = node.qualifier === undefined && node.except.length + node.replace.length === 0
      if (isPlain) items.push({ kind: 'star', node, field, isContentSeen: !counted.has(node) })
    } else {
      addIfColumn(context, node, items)
    }
    if (node.kind !== 'arrow') return true
    // Below an arrow columns are met, stars are not.
    walkExpression(node.left, (inner) => addIfColumn(context, inner, items))
    return false
  })
}

function addIfColumn(context: TrapContext, node: Expression, items: GatheredItem[]): void {
  if (node.kind === 'column') addColumn(context, context.columns.get(node), items)
}

/** Aliases need nothing more: SELECT is gathered first, and their fields with it. */
function addColumn(
  context: TrapContext,
  binding: ColumnBinding | undefined,
  items: GatheredItem[],
): void {
  switch (binding?.kind) {
    case 'column':
      items.push({
        kind: 'column',
        source: firstOfName(context, binding.source),
        name: binding.name,
      })
      return
    case 'any-source':
      items.push({ kind: 'column', source: undefined, name: binding.name })
      return
    case 'member':
      addColumn(context, binding.base, items)
      return
    case 'alias':
    case 'nothing':
    case undefined:
  }
}

/** A stream that is joined with itself is read once. */
function firstOfName({ sources }: TrapContext, source: number): number {
  const name = sources[source]?.name
  return sources.findIndex((candidate) => candidate.name === name)
}
