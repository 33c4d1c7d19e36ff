import type { ColumnDefinition, ColumnType, CreateStatement } from '../../syntax/ast.ts'
import type { Diagnostic } from '../../syntax/diagnostic.ts'
import { catalogCodes } from '../codes.ts'
import { defaultValueOf } from '../default-value.ts'

/** A DEFAULT converts to its column's type, inside of structs too. */
export function checkDefaults(statement: CreateStatement): Diagnostic[] {
  return statement.columns.flatMap((column) => checkColumn(column))
}

function checkColumn(column: ColumnDefinition): Diagnostic[] {
  const nested = fieldsOf(column.type).flatMap((field) => checkColumn(field))
  const literal = column.defaultValue
  const isSimple = ['bigint', 'float', 'string', 'boolean'].includes(column.type.kind)
  if (literal === undefined || !isSimple || defaultValueOf(column) !== undefined) return nested
  const type = column.type.kind.toUpperCase()
  const message = `the default ${JSON.stringify(String(literal.value))} is no ${type}`
  return [
    ...nested,
    { code: catalogCodes.invalidDefault, severity: 'error', message, span: literal.span },
  ]
}

function fieldsOf(type: ColumnType): readonly ColumnDefinition[] {
  if (type.kind === 'struct') return type.fields
  return type.kind === 'array' ? fieldsOf(type.element) : []
}
