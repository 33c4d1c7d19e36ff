import { EvaluationError } from '../functions/definition.ts'
import type { CallExpression, Expression } from '../syntax/ast.ts'
import { isRecord } from '../types/go-text.ts'
import { createRecord, type RecordValue, type Value } from '../types/value.ts'
import type { Row } from '../runtime/row.ts'
import type { Evaluate, ExpressionScope } from './scope.ts'

/** The functions that look at the row itself. Their definitions are in `functions/scalar/metadata.ts`. */
type CreateRowFunction = (call: CallExpression, scope: ExpressionScope) => Evaluate

const eventTime: CreateRowFunction = () => (row) => BigInt(row.timestamp)

const meta: CreateRowFunction = (call, scope) => {
  const [argument] = call.arguments
  if (argument === undefined || argument.kind === 'wildcard') {
    const metadata = metadataOf(argument?.qualifier?.name, scope)
    return (row) => metadata(row) ?? createRecord()
  }
  return compileKey(argument, scope)
}

/** The topic and the message number of an MQTT message, which are texts. */
const mqtt: CreateRowFunction = (call, scope) => {
  const [argument] = call.arguments
  const key: Evaluate = argument === undefined ? () => null : compileKey(argument, scope)
  return (row) => {
    const value = key(row)
    if (typeof value === 'string') return value
    throw new EvaluationError('call func mqtt error: <nil>')
  }
}

export const rowFunctions: ReadonlyMap<string, CreateRowFunction> = new Map([
  ['event_time', eventTime],
  ['meta', meta],
  ['mqtt', mqtt],
])

/** `key`, `key.member`, `key->member`, each also behind the name of a stream. */
function compileKey(argument: Expression, scope: ExpressionScope): Evaluate {
  const path = keyPath(argument)
  const [first = '', ...rest] = path
  const isQualified = rest.length > 0 && isStreamPath(argument, scope)
  const metadata = metadataOf(isQualified ? first : undefined, scope)
  const members = isQualified ? rest : path
  return (row) => {
    let value: Value | undefined = metadata(row)
    for (const member of members) value = isRecord(value) ? value[member] : undefined
    return value ?? null
  }
}

function keyPath(expression: Expression): string[] {
  if (expression.kind === 'column') {
    const { qualifier, name } = expression
    return qualifier === undefined ? [name] : [qualifier.name, name]
  }
  if (expression.kind === 'arrow')
    return [...keyPath(expression.left), ...keyPath(expression.member)]
  return expression.kind === 'parenthesized' ? keyPath(expression.expression) : []
}

function isStreamPath(expression: Expression, scope: ExpressionScope): boolean {
  if (expression.kind === 'arrow') return isStreamPath(expression.left, scope)
  if (expression.kind !== 'column' || expression.qualifier === undefined) return false
  return scope.isStream(expression.qualifier.name)
}

function metadataOf(
  source: string | undefined,
  scope: ExpressionScope,
): (row: Row) => RecordValue | undefined {
  return scope.metadata?.(source) ?? ((row) => row.metadata)
}
