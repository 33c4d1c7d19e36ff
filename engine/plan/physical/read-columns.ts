import { assertNever } from '../../base/assert.ts'
import type { BoundSelect } from '../../binder/bound.ts'
import type { Expression } from '../../syntax/ast.ts'
import { baseBinding, canonicalSource } from '../logical/bound-queries.ts'
import { walkExpression } from '../walk-expression.ts'

/** Every expression of a statement, windows and joins included. */
export function expressionsOf(bound: BoundSelect): readonly Expression[] {
  const { statement } = bound
  const optional = [
    statement.where,
    statement.having,
    ...statement.joins.map((join) => join.on),
  ].filter((expression) => expression !== undefined)
  return [
    ...statement.fields.map((field) => field.expression),
    ...statement.orderBy.map((item) => item.expression),
    ...optional,
    ...statement.groupBy.flatMap((item): readonly Expression[] => {
      if (item.kind !== 'window') return [item]
      const own = [item.filter, item.when].filter((expression) => expression !== undefined)
      return [...own, ...item.conditions, ...item.partitionBy]
    }),
  ]
}

/** The columns of a source that any expression reads, in the order they appear. */
export function readColumns(bound: BoundSelect, source: number): readonly string[] {
  const names = new Set<string>()
  for (const expression of expressionsOf(bound)) {
    walkExpression(expression, (part) => {
      if (part.kind !== 'column') return true
      const binding = baseBinding(bound, part)
      switch (binding.kind) {
        case 'column':
          if (canonicalSource(bound, binding.source) === source) names.add(binding.name)
          break
        case 'any-source':
          names.add(binding.name)
          break
        case 'alias':
        case 'nothing':
          break
        default:
          assertNever(binding)
      }
      return true
    })
  }
  return [...names]
}

/** The SELECT fields whose alias an expression reads. */
export function readAliases(bound: BoundSelect): readonly number[] {
  const fields = new Set<number>()
  for (const expression of expressionsOf(bound)) {
    walkExpression(expression, (part) => {
      if (part.kind === 'column') {
        const binding = baseBinding(bound, part)
        if (binding.kind === 'alias') fields.add(binding.field)
      }
      return true
    })
  }
  return [...fields].sort((a, b) => a - b)
}

/** Whether a star somewhere needs the record of a row: all but `count(*)`, which
 * needs only that there is one, unless it runs in an incremental window. */
export function needsRecord(bound: BoundSelect, isIncremental: boolean): boolean {
  let isNeeded = false
  for (const expression of expressionsOf(bound)) {
    walkExpression(expression, (part) => {
      if (part.kind === 'wildcard') isNeeded = true
      if (part.kind !== 'call') return true
      const definition = bound.calls.get(part)
      if (definition?.kind !== 'aggregate') return true
      if (definition.takesRecord === true) isNeeded = true
      const isCount = definition.isRowCount === true && !isIncremental
      return !isCount || part.arguments[0]?.kind !== 'wildcard'
    })
  }
  return isNeeded
}
