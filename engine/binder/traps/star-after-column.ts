import type { Expression } from '../../syntax/ast.ts'
import { walkExpression } from '../../syntax/walk.ts'
import { warning } from '../problem.ts'
import { trapCodes, type Trap, type TrapContext } from './trap.ts'

/** Without a schema a star behind a column stops the gathering of columns: all others stay undecoded. */
export const starAfterColumnTrap: Trap = (context) => {
  if (context.sources.every(({ definition }) => definition.columns !== undefined)) return []
  const star = findStar(context)
  if (star === undefined) return []
  const { node, before, place } = star
  const first = context.fields[0]?.field.span
  const own = context.fields[place]?.field
  const isWhole = own?.expression === node
  const text = own === undefined ? '' : context.text.slice(own.span.start, own.span.end)
  const previous = context.fields[place - 1]?.field.span
  const edits =
    isWhole && own !== undefined && first !== undefined && previous !== undefined
      ? [
          { span: { start: first.start, end: first.start }, text: `${text}, ` },
          { span: { start: previous.end, end: own.span.end }, text: '' },
        ]
      : undefined
  return [
    warning(
      trapCodes.starAfterColumn,
      `behind ${before} the star sees only the columns named before it: all others are missing, also in the clauses after SELECT`,
      node.span,
      {
        hint: 'Put the star first, or declare the columns of the stream.',
        ...(edits === undefined ? {} : { fixes: [{ title: 'Put the star first', edits }] }),
      },
    ),
  ]
}

interface FoundStar {
  readonly node: Expression
  readonly before: string
  readonly place: number
}

function findStar(context: TrapContext): FoundStar | undefined {
  let before = context.options.isEventTime === true ? timestampName(context) : undefined
  let found: FoundStar | undefined
  context.fields.forEach(({ field }, place) => {
    walkExpression(field.expression, (node) => {
      if (found !== undefined) return false
      if (node.kind === 'column' && context.columns.has(node)) before ??= node.name
      const isStar = node.kind === 'wildcard' && node.qualifier === undefined
      if (isStar && node.except.length + node.replace.length === 0) {
        found = before === undefined ? { node, before: '', place } : { node, before, place }
      }
      return node.kind !== 'arrow'
    })
  })
  return found?.before === '' ? undefined : found
}

function timestampName({ sources }: TrapContext): string | undefined {
  return sources.find(({ definition }) => definition.columns === undefined)?.definition
    .timestampColumn
}
