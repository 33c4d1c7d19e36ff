import type { ColumnType, SelectStatement } from '../syntax/ast.ts'
import { parse } from '../syntax/parse.ts'
import type { KnownColumn, LanguageEnvironment } from './environment.ts'

/** The streams, tables and aliases a statement names, as far as it can be read. */
export interface StatementNames {
  readonly sources: readonly string[]
  readonly aliases: readonly { readonly name: string; readonly expression: string }[]
}

export function namesOf(text: string): StatementNames {
  const { statement } = parse(text)
  if (statement?.kind !== 'select') return { sources: [], aliases: [] }
  const tables = [statement.from, ...statement.joins.map((join) => join.table)]
  return {
    sources: [...new Set(tables.map(({ name }) => name).filter((name) => name !== ''))],
    aliases: aliasesOf(statement, text),
  }
}

function aliasesOf(statement: SelectStatement, text: string): StatementNames['aliases'] {
  return statement.fields.flatMap(({ alias, expression: { span } }) =>
    alias === undefined ? [] : [{ name: alias.name, expression: text.slice(span.start, span.end) }],
  )
}

/** Declared columns, then those seen in live rows. */
export function columnsOfStream(
  stream: string,
  environment: LanguageEnvironment,
): readonly KnownColumn[] {
  const declared = (environment.catalog.stream(stream)?.columns ?? []).map(({ name, type }) => ({
    name: name.name,
    type: typeText(type),
  }))
  const names = new Set(declared.map(({ name }) => name))
  const live = (environment.columnsOf?.(stream) ?? []).filter(({ name }) => !names.has(name))
  return [...declared, ...live]
}

export function typeText(type: ColumnType): string {
  switch (type.kind) {
    case 'array':
      return `ARRAY(${typeText(type.element)})`
    case 'struct': {
      const fields = type.fields.map((field) => `${field.name.name} ${typeText(field.type)}`)
      return `STRUCT(${fields.join(', ')})`
    }
    default:
      return type.kind.toUpperCase()
  }
}
