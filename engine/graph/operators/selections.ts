import { nameFields } from '../../binder/fields.ts'
import type { CallExpression, Expression, OrderItem } from '../../syntax/ast.ts'
import { isWindowName } from '../../syntax/parser/window.ts'
import type { PickGraphNode } from '../bound-graph.ts'
import type { Properties } from '../properties.ts'
import { requireExpression } from './conditions.ts'
import { parsePasted, type ReadContext } from './pasted-sql.ts'

export interface FunctionParts {
  readonly call: CallExpression
  readonly output: string
}

/** The first of the fields, which must be a call; others are ignored. */
export function readFunction(
  node: string,
  properties: Properties,
  context: ReadContext,
): FunctionParts {
  const text = requireExpression(properties)
  const statement = parsePasted(node, 'expr', `select ${text} from nonexist`, context)
  const [field] = statement.fields
  const call = field?.expression
  if (call?.kind !== 'call' || isWindowName(call.name)) {
    return properties.reject(
      'expr',
      `expr must be a call of a function, found ${text}`,
      'Use pick for other expressions.',
    )
  }
  return { call, output: field?.alias?.name ?? call.name.toLowerCase() }
}

export type PickParts = Pick<PickGraphNode, 'fields' | 'isAggregate'>

export function readPick(node: string, properties: Properties, context: ReadContext): PickParts {
  const text = properties.texts('fields').join(',')
  const statement = parsePasted(node, 'fields', `select ${text} from nonexist`, context)
  const names = nameFields(statement)
  const fields = statement.fields.map((field) => ({ field, name: names.get(field) ?? '' }))
  return { fields, isAggregate: properties.isTrue('isAgg') }
}

export function readGroupBy(
  node: string,
  properties: Properties,
  context: ReadContext,
): readonly Expression[] {
  const dimensions = properties.texts('dimensions')
  if (dimensions.length === 0)
    return properties.reject('dimensions', 'dimensions must have at least one expression')
  const text = `SELECT * FROM unknown Group By ${dimensions.join(',')}`
  const { groupBy } = parsePasted(node, 'dimensions', text, context)
  return groupBy.filter((item) => item.kind !== 'window')
}

export function readOrderBy(
  node: string,
  properties: Properties,
  context: ReadContext,
): readonly OrderItem[] {
  const sorts = properties.objects('sorts').map((sort) => {
    const field = sort.text('field')
    return sort.isTrue('desc') ? ` ${field} DESC` : ` ${field} `
  })
  const { orderBy } = parsePasted(
    node,
    'sorts',
    `SELECT * FROM unknown ORDER BY${sorts.join('')}`,
    context,
  )
  return orderBy.length === 0
    ? properties.reject('sorts', 'sorts must have at least one field')
    : orderBy
}
