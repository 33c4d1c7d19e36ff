/**
 * The window's only way to the engine's language and ruleset code, so that how a name is found in a
 * text or a statement is taken apart is decided in the engine alone.
 */
import type { ProjectDocument } from '../../engine/ruleset/document.ts'
import { tokenize } from '../../engine/syntax/lexer.ts'
import type { Token } from '../../engine/syntax/token.ts'

export type {
  CanvasNode, Position, ProjectDocument, SinkNode, SourceNode, SqlNode,
} from '../../engine/ruleset/document.ts' // prettier-ignore

export interface StreamColumn {
  readonly name: string
  /** As written: `FLOAT`, `ARRAY(STRING)`, `STRUCT(x FLOAT)`. */
  readonly type: string
}

export interface StreamForm {
  readonly kind: 'stream' | 'table'
  readonly name: string
  readonly columns: readonly StreamColumn[]
  /** Options of WITH by their upper-case name. */
  readonly options: Readonly<Record<string, string>>
}

export type StatementReading =
  | { readonly ok: true; readonly form: StreamForm }
  | { readonly ok: false; readonly message: string }

export function readStatement(text: string): StatementReading {
  const tokens = tokenize(text).filter((token) => token.kind !== 'comment')
  const kind = tokens[1]?.text.toLowerCase()
  const name = tokens[2]
  if (tokens[0]?.text.toUpperCase() !== 'CREATE' || (kind !== 'stream' && kind !== 'table') || name === undefined) {
    return { ok: false, message: 'This is no CREATE STREAM or CREATE TABLE statement.' }
  }
  const columns: StreamColumn[] = []
  let index = 4
  while (index < tokens.length && tokens[index]?.kind !== ')') {
    const column = tokens[index]
    const from = index + 1
    let depth = 0
    index = from
    for (; index < tokens.length; index += 1) {
      const token = tokens[index]
      if (token?.kind === '(') depth += 1
      if (token?.kind === ')' && depth === 0) break
      if (token?.kind === ')') depth -= 1
      if (token?.kind === ',' && depth === 0) break
    }
    const first = tokens[from]
    const last = tokens[index - 1]
    if (column !== undefined && first !== undefined && last !== undefined && from < index) {
      columns.push({ name: column.text, type: text.slice(first.span.start, last.span.end) })
    }
    if (tokens[index]?.kind === ',') index += 1
  }
  const options: Record<string, string> = {}
  for (; index < tokens.length; index += 1) {
    const key = tokens[index - 1]
    const value = tokens[index + 1]
    if (tokens[index]?.kind === '=' && key !== undefined && value !== undefined) {
      options[key.text.toUpperCase()] = value.text
    }
  }
  return { ok: true, form: { kind, name: name.text, columns, options } }
}

export function writeStatement(form: StreamForm): string {
  const columns = form.columns.map((column) => `${quoteName(column.name)} ${column.type}`)
  const options = Object.entries(form.options).map(
    ([key, value]) => `${key}=${JSON.stringify(value)}`,
  )
  const name = quoteName(form.name)
  return `CREATE ${form.kind.toUpperCase()} ${name} (${columns.join(', ')}) WITH (${options.join(', ')})`
}

export interface StreamReference {
  readonly name: string
  readonly clause: 'from' | 'join'
  readonly start: number
  readonly end: number
}

/** The names in FROM and JOIN, in order. */
export function referencesOf(sql: string): readonly StreamReference[] {
  const tokens = tokenize(sql)
  const found: StreamReference[] = []
  tokens.forEach((token, index) => {
    if (token.kind !== 'FROM' && token.kind !== 'JOIN') return
    const name = tokens[index + 1]
    if (name?.kind !== 'identifier') return
    found.push({ name: name.text, clause: token.kind === 'FROM' ? 'from' : 'join', ...name.span })
  })
  return found
}

export function addReference(sql: string, name: string): string {
  const tokens = tokenize(sql)
  const references = referencesOf(sql)
  if (references.some((reference) => reference.name === name)) return sql
  const from = tokens.find((token) => token.kind === 'FROM')
  const first = references.find((reference) => reference.clause === 'from')
  if (from === undefined) return `${sql.trimEnd()}\nFROM ${quoteName(name)}`
  if (first === undefined) return splice(sql, from.span.end, from.span.end, ` ${quoteName(name)}`)
  const last = references.at(-1) ?? first
  const end = endOfClause(tokens, last.end)
  const join = `\nINNER JOIN ${quoteName(name)} ON ${quoteName(first.name)}.id = ${quoteName(name)}.id`
  return splice(sql, end, end, join)
}

export function removeReference(sql: string, name: string): string {
  const reference = referencesOf(sql).find((candidate) => candidate.name === name)
  if (reference === undefined) return sql
  return splice(sql, reference.start, reference.end, '')
}

export function renameReference(sql: string, from: string, to: string): string {
  return tokenize(sql)
    .filter((token) => token.kind === 'identifier' && token.text === from)
    .reverse()
    .reduce((text, { span }) => splice(text, span.start, span.end, quoteName(to)), sql)
}

/** What `run.start` takes. */
export function toRunDefinition(document: ProjectDocument) {
  const sources = document.nodes.filter((node) => node.kind === 'source')
  const rules = document.nodes.filter((node) => node.kind === 'sql')
  return {
    streams: sources.map((node) => node.statement),
    rules: rules.map((node) => ({
      id: node.ruleId,
      name: node.name,
      sql: node.sql,
      actions: document.nodes.flatMap((sink) =>
        sink.kind === 'sink' && sink.input === node.id ? [{ [sink.type]: { ...sink.properties } }] : [],
      ),
      options: { ...node.options },
    })),
    sourceConfigurations: document.sourceConfigurations,
  }
}

export function quoteName(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && tokenize(name)[0]?.kind === 'identifier'
    ? name
    : `\`${name}\``
}

function endOfClause(tokens: readonly Token[], from: number): number {
  const next = tokens.find(
    (token) =>
      token.span.start >= from && ['WHERE', 'GROUP', 'HAVING', 'ORDER', 'LIMIT', ';', 'end'].includes(token.kind),
  )
  const before = tokens.findLast((token) => token.span.end <= (next?.span.start ?? 0))
  return before?.span.end ?? from
}

function splice(text: string, start: number, end: number, insertion: string): string {
  return text.slice(0, start) + insertion + text.slice(end)
}
