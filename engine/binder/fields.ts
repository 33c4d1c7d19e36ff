import type { Expression, SelectField, SelectStatement } from '../syntax/ast.ts'
import { walkExpression } from '../syntax/walk.ts'
import type { Diagnostic } from '../syntax/diagnostic.ts'
import type { FieldUses } from './alias-order.ts'
import type { BoundField } from './bound.ts'
import { binderCodes } from './codes.ts'
import { problem } from './problem.ts'

/** The output name of every field: alias, column, function in lower case, or `kuiper_field_N`; '' for a star. */
export function nameFields(statement: SelectStatement): ReadonlyMap<SelectField, string> {
  const names = new Map<SelectField, string>()
  let unnamed = 0
  for (const field of statement.fields) {
    const name = nameOf(field.expression)
    unnamed += unnamedReplacements(field.expression)
    // Only fields without any name count, and an alias is a name.
    if (field.alias !== undefined) names.set(field, field.alias.name)
    else names.set(field, name === '' ? `kuiper_field_${unnamed++}` : name === '*' ? '' : name)
  }
  return names
}

/** Fields inside of REPLACE count too, though their numbers are not used. */
function unnamedReplacements(expression: Expression): number {
  let count = 0
  walkExpression(expression, (node) => {
    if (node.kind !== 'wildcard') return
    count += node.replace.filter(
      (item) => item.alias === undefined && nameOf(item.expression) === '',
    ).length
  })
  return count
}

function nameOf(expression: Expression): string {
  switch (expression.kind) {
    case 'column':
      return expression.name
    case 'call':
      return expression.name.toLowerCase()
    case 'wildcard':
      return '*'
    default:
      return ''
  }
}

export function boundFields(
  fields: readonly FieldUses[],
  names: ReadonlyMap<SelectField, string>,
  isSource: (name: string) => boolean,
): readonly BoundField[] {
  return fields.map(({ field }) => ({
    field,
    name: names.get(field) ?? '',
    isPlainColumn: field.alias === undefined && isColumn(field.expression, isSource),
  }))
}

function isColumn(expression: Expression, isSource: (name: string) => boolean): boolean {
  if (expression.kind !== 'column') return false
  return expression.qualifier === undefined || isSource(expression.qualifier.name)
}

/** Two fields of one output name are refused; stars aside. */
export function checkDuplicateFields(fields: readonly BoundField[]): Diagnostic[] {
  const seen = new Set<string>()
  return fields.flatMap(({ field, name }) => {
    if (field.expression.kind === 'wildcard') return []
    if (!seen.has(name)) {
      seen.add(name)
      return []
    }
    return [
      problem(
        binderCodes.duplicateField,
        `two output columns are named ${name}`,
        field.alias?.span ?? field.span,
        {
          hint: 'Give one of them another alias.',
        },
      ),
    ]
  })
}
