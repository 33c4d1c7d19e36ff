import type { Diagnostic, Fix } from '../../syntax/diagnostic.ts'
import { someExpression } from '../../syntax/walk.ts'
import { warning } from '../problem.ts'
import { gatheredItems, type GatheredItem } from './column-gathering.ts'
import { textOf, trapCodes, type Trap, type TrapContext } from './trap.ts'

type Star = Extract<GatheredItem, { kind: 'star' }>

/** What the first star does to one stream without schema. */
interface Loss {
  readonly star: Star
  /** The column in front of it that makes it end the gathering. */
  readonly before: string
  /** Columns that are named only behind it. */
  readonly missing: readonly string[]
}

/**
 * Without a schema a star behind a column stops the gathering of columns: all others stay undecoded.
 * Told only where something goes missing: `count(*)` behind all columns that the statement reads loses
 * nothing.
 */
export const starAfterColumnTrap: Trap = (context) => {
  const items = gatheredItems(context)
  for (const [source, { definition }] of context.sources.entries()) {
    if (definition.columns !== undefined) continue
    const loss = lossOf(context, items, source)
    if (loss !== undefined) return [warningOf(context, loss)]
  }
  return []
}

function lossOf(
  context: TrapContext,
  items: readonly GatheredItem[],
  source: number,
): Loss | undefined {
  const timestamp = context.options.isEventTime === true ? timestampOf(context, source) : undefined
  const names = new Set(timestamp === undefined ? [] : [timestamp])
  const missing = new Set<string>()
  let first: Star | undefined
  let seen: Star | undefined
  for (const item of items) {
    if (item.kind === 'star') {
      first ??= item
      if (item.isContentSeen) seen ??= item
    } else if (item.source === undefined || item.source === source) {
      if (first === undefined) names.add(item.name)
      else if (!names.has(item.name)) missing.add(item.name)
    }
  }
  const [before] = names
  const star = seen ?? first
  if (star === undefined || before === undefined) return undefined
  if (seen === undefined && missing.size === 0) return undefined
  return { star, before, missing: [...missing] }
}

function timestampOf({ sources }: TrapContext, source: number): string | undefined {
  return sources[source]?.definition.timestampColumn
}

function warningOf(context: TrapContext, { star, before, missing }: Loss): Diagnostic {
  const { node, isContentSeen } = star
  const what = isContentSeen
    ? `the star sees only the columns named before it: all others are missing, also in the clauses after SELECT`
    : `the star ends the gathering of columns: ${missing.join(', ')} will be missing, as ${missing.length === 1 ? 'it is' : 'they are'} named only later`
  const fix = fixOf(context, star)
  return warning(trapCodes.starAfterColumn, `behind ${before} ${what}`, node.span, {
    hint:
      fix === undefined
        ? 'Declare the columns of the stream.'
        : 'Put the star first, or declare the columns of the stream.',
    ...(fix === undefined ? {} : { fixes: [fix] }),
  })
}

/** In event time the timestamp is always in front, so that moving the star changes nothing. */
function fixOf(context: TrapContext, { field }: Star): Fix | undefined {
  if (context.options.isEventTime === true || field === undefined || field === 0) return undefined
  const first = context.fields[0]?.field
  const own = context.fields[field]?.field
  const previous = context.fields[field - 1]?.field
  if (first === undefined || own === undefined || previous === undefined) return undefined
  if (someExpression(own.expression, ({ kind }) => kind === 'column')) return undefined
  return {
    title: 'Put the star first',
    edits: [
      {
        span: { start: first.span.start, end: first.span.start },
        text: `${textOf(context, own)}, `,
      },
      { span: { start: previous.span.end, end: own.span.end }, text: '' },
    ],
  }
}
