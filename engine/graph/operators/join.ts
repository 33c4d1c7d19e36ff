import type { Expression, Join, SelectStatement } from '../../syntax/ast.ts'
import { walkExpression } from '../../syntax/walk.ts'
import type { Properties } from '../properties.ts'
import { parsePasted, type ReadContext } from './pasted-sql.ts'

export interface JoinContext extends ReadContext {
  readonly streams: ReadonlySet<string>
  readonly lookups: ReadonlySet<string>
  readonly hasScanTable: boolean
}

export interface JoinParts {
  readonly from: string
  readonly joins: readonly Join[]
  /** The lookup table's name. */
  readonly lookup: string | undefined
}

/** Joins of the streams of a window, or of one stream with one lookup table. ON is always there. */
export function readJoin(node: string, properties: Properties, context: JoinContext): JoinParts {
  const statement = pasteJoin(node, properties, context)
  const from = statement.from.name
  if (!context.streams.has(from))
    properties.reject('from', `from must name a stream of the graph, found ${from}`)
  if (statement.joins.length === 0) properties.reject('joins', 'joins must have at least one entry')
  const place = statement.joins.findIndex((join) => context.lookups.has(join.table.name))
  const lookup = statement.joins[place]
  if (lookup === undefined) {
    if (context.hasScanTable) properties.reject('joins', 'a graph cannot join scan tables')
    return { from, joins: statement.joins, lookup: undefined }
  }
  if (place < statement.joins.length - 1)
    properties.reject('joins', 'only one lookup table can be joined with one stream')
  if (!hasKey(lookup.on, lookup.table.name)) {
    properties.reject(
      'joins',
      `the condition for ${lookup.table.name} needs an equality with one of its columns, each column once`,
    )
  }
  return { from, joins: [lookup], lookup: lookup.table.name }
}

function pasteJoin(node: string, properties: Properties, context: JoinContext): SelectStatement {
  const joins = properties.objects('joins').map((join) => {
    const [type, name, on] = [join.text('type'), join.text('name'), join.text('on')]
    return ` ${type} JOIN ${name} ON ${on}`
  })
  return parsePasted(
    node,
    'joins',
    `SELECT * FROM ${properties.text('from')}${joins.join('')}`,
    context,
  )
}

function hasKey(on: Expression | undefined, table: string): boolean {
  const keys: string[] = []
  const open = on === undefined ? [] : [on]
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    if (part.kind !== 'binary') continue
    if (part.operator === 'AND') open.push(part.left, part.right)
    if (part.operator !== '=') continue
    const key = keyOf(part.left, part.right, table) ?? keyOf(part.right, part.left, table)
    if (key !== undefined) keys.push(key)
  }
  return keys.length > 0 && new Set(keys).size === keys.length
}

function keyOf(side: Expression, other: Expression, table: string): string | undefined {
  if (side.kind !== 'column' || side.qualifier?.name !== table) return undefined
  let usesTable = false
  walkExpression(other, (node) => {
    if (node.kind === 'column' && node.qualifier?.name === table) usesTable = true
  })
  return usesTable ? undefined : side.name
}
