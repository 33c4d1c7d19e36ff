import { EvaluationError } from '../functions/definition.ts'
import type { CallExpression } from '../syntax/ast.ts'
import { createRecord, type RecordValue } from '../types/value.ts'
import type { Row } from '../runtime/row.ts'
import type { Compile, Evaluate, ExpressionScope } from './scope.ts'

/** The functions that look at the row itself. Their definitions are in `functions/scalar/metadata.ts`. */
type CreateRowFunction = (
  call: CallExpression,
  scope: ExpressionScope,
  compile: Compile,
) => Evaluate

const eventTime: CreateRowFunction = () => (row) => BigInt(row.timestamp)

const meta: CreateRowFunction = (call, scope, compile) => {
  const [argument] = call.arguments
  if (argument === undefined || argument.kind === 'wildcard') {
    const metadata = metadataOf(argument?.qualifier?.name, scope)
    return (row) => metadata(row) ?? createRecord()
  }
  return compile(argument, metadataScope(scope))
}

/** The topic and the message number of an MQTT message, which are texts. */
const mqtt: CreateRowFunction = (call, scope, compile) => {
  const [argument] = call.arguments
  const key = argument === undefined ? () => null : compile(argument, metadataScope(scope))
  return (row) => {
    const value = key(row)
    if (value === null || value === undefined || typeof value === 'string') return value
    throw new EvaluationError('call func mqtt error: <nil>')
  }
}

export const rowFunctions: ReadonlyMap<string, CreateRowFunction> = new Map([
  ['event_time', eventTime],
  ['meta', meta],
  ['mqtt', mqtt],
])

/** The same scope, but names are keys of the metadata. */
function metadataScope(scope: ExpressionScope): ExpressionScope {
  return {
    context: scope.context,
    isStream: (name) => scope.isStream(name),
    wildcard: (wildcard) => scope.wildcard(wildcard),
    plannedCall: (call) => scope.plannedCall(call),
    findFunction: (name) => scope.findFunction(name),
    column: ({ qualifier, name }) => {
      const isQualified = qualifier !== undefined && scope.isStream(qualifier.name)
      const metadata = metadataOf(isQualified ? qualifier.name : undefined, scope)
      const key = qualifier === undefined || isQualified ? name : qualifier.name
      return (row) => metadata(row)?.[key]
    },
  }
}

function metadataOf(
  source: string | undefined,
  scope: ExpressionScope,
): (row: Row) => RecordValue | undefined {
  return scope.metadata?.(source) ?? ((row) => row.metadata)
}
