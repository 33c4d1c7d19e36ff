import type { BoundSelect, BoundSource } from '../binder/bound.ts'
import type { ColumnDefinition, ColumnType, Expression, Wildcard } from '../syntax/ast.ts'
import { listShape, mapShape, unknownShape, valueShape, type Shape } from '../template/index.ts'
import { analyze } from './analyze.ts'
import type { LanguageEnvironment } from './environment.ts'

/** The columns of a query's rows with what is known of their types; unknown for one with errors. */
export function outputShape(sql: string, environment: LanguageEnvironment): Shape {
  const { bound } = analyze(sql, environment)
  if (bound === undefined) return unknownShape
  const written = bound.fields.toSorted((a, b) => a.field.span.start - b.field.span.start)
  const fields = written.flatMap(({ field, name }): readonly Column[] => {
    if (field.isInvisible) return []
    const { expression } = field
    if (expression.kind === 'wildcard') return columnsOfWildcard(expression, bound, environment)
    return [[name, shapeOfExpression(expression, bound, environment)]]
  })
  return mapShape(fields)
}

type Column = readonly [name: string, shape: Shape]

function columnsOfWildcard(
  { qualifier, except, replace }: Wildcard,
  { sources }: BoundSelect,
  environment: LanguageEnvironment,
): readonly Column[] {
  const excepted = new Set(except.map(({ name }) => name))
  const replaced = replace.flatMap(({ alias }): readonly Column[] =>
    alias === undefined ? [] : [[alias.name, unknownShape]],
  )
  const all = sources
    .filter(({ name, alias }) => qualifier === undefined || [name, alias].includes(qualifier.name))
    .flatMap((source) => columnsOf(source, environment))
  return [...all.filter(([name]) => !excepted.has(name)), ...replaced]
}

/** Declared columns, and those seen in live rows. */
function columnsOf(
  { name, definition }: BoundSource,
  environment: LanguageEnvironment,
): readonly Column[] {
  const seen = (environment.columnsOf?.(name) ?? []).map((column): Column => [
    column.name,
    valueShape(column.type ?? ''),
  ])
  return [...seen, ...(definition.columns ?? []).map(shapeOfColumn)]
}

function shapeOfColumn({ name, type }: ColumnDefinition): Column {
  return [name.name, shapeOfType(type)]
}

function shapeOfType(type: ColumnType): Shape {
  switch (type.kind) {
    case 'array':
      return listShape(shapeOfType(type.element))
    case 'struct':
      return mapShape(type.fields.map(shapeOfColumn))
    default:
      return valueShape(type.kind)
  }
}

function shapeOfExpression(
  expression: Expression,
  { columns, sources }: BoundSelect,
  environment: LanguageEnvironment,
): Shape {
  if (expression.kind !== 'column') return unknownShape
  const binding = columns.get(expression)
  const isColumn = binding?.kind === 'column' || binding?.kind === 'any-source'
  if (!isColumn) return unknownShape
  const read =
    binding.kind === 'column' ? sources.slice(binding.source, binding.source + 1) : sources
  const found = read
    .flatMap((source) => columnsOf(source, environment))
    .findLast(([name]) => name === binding.name)
  return found?.[1] ?? unknownShape
}
