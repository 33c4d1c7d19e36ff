import type { SelectStatement, TableReference } from '../syntax/ast.ts'
import { tokenize } from '../syntax/lexer.ts'
import { parse } from '../syntax/parse.ts'
import type { Span } from '../syntax/span.ts'
import type { Token } from '../syntax/token.ts'
import { sqlName } from './names.ts'
import { applyEdits, type TextEdit } from './text-edit.ts'

/**
 * Wires of the canvas as edits of a rule's SQL text: what is not the name of a source stays as it is.
 * Texts with errors are edited as far as their sources can be recognised.
 */
export interface SqlSource {
  readonly name: string
  readonly span: Span
}

/** The names in FROM and JOIN, in order; a name joined with itself is in it twice. */
export function sourcesOfSql(sql: string): readonly SqlSource[] {
  const select = parseSelect(sql)
  if (select === undefined) return []
  return referencesOf(select)
    .filter((reference) => reference.name !== '')
    .map((reference) => ({ name: reference.name, span: reference.nameSpan }))
}

/**
 * The SQL with `name` as one of its sources: in FROM where it names nothing, or something that
 * `isKnown` does not know; else joined to what is there. A name that is there already changes nothing.
 */
export function connectSource(
  sql: string,
  name: string,
  isKnown: (name: string) => boolean = () => true,
): string {
  if (sql.trim() === '') return `SELECT *\nFROM ${sqlName(name)}`
  const select = parseSelect(sql)
  if (select === undefined) return sql
  const references = referencesOf(select)
  if (references.some((reference) => reference.name === name)) return sql
  if (select.from.name === '') return insertFrom(sql, name)
  if (!isKnown(select.from.name)) return renameSource(sql, select.from.name, name)
  const last = select.joins.at(-1)?.span ?? select.from.span
  const [left, right] = [sqlName(select.from.name), sqlName(name)]
  const join = `\nINNER JOIN ${right} ON ${left}.id = ${right}.id`
  return applyEdits(sql, [{ span: { start: last.end, end: last.end }, text: join }])
}

/** The SQL without `name`: its join goes, or the first join takes its place in FROM. */
export function disconnectSource(sql: string, name: string): string {
  const select = parseSelect(sql)
  if (select === undefined) return sql
  const edits: TextEdit[] = []
  const kept = select.joins.filter((join) => join.table.name !== name)
  for (const join of select.joins) {
    if (join.table.name === name) edits.push(removal(sql, join.span))
  }
  if (select.from.name === name) {
    const [first] = kept
    if (first === undefined) edits.push({ span: select.from.span, text: '' })
    else {
      const { span } = first.table
      edits.push({ span: select.from.span, text: sql.slice(span.start, span.end) })
      edits.push(removal(sql, first.span))
    }
  }
  return applyEdits(sql, edits)
}

/** The SQL with another name for one of its sources, also where it qualifies a column. */
export function renameSource(sql: string, from: string, to: string): string {
  const select = parseSelect(sql)
  if (select === undefined || from === '') return sql
  const spans = referencesOf(select)
    .filter((reference) => reference.name === from)
    .map((reference) => reference.nameSpan)
  if (spans.length === 0) return sql
  spans.push(...qualifierSpans(select, from))
  return applyEdits(
    sql,
    spans.map((span) => ({ span, text: sqlName(to) })),
  )
}

function parseSelect(sql: string): SelectStatement | undefined {
  const { statement } = parse(sql)
  return statement?.kind === 'select' ? statement : undefined
}

function referencesOf(select: SelectStatement): readonly TableReference[] {
  return [select.from, ...select.joins.map((join) => join.table)]
}

/** With the blanks in front of it, so that no empty line stays. */
function removal(sql: string, span: Span): TextEdit {
  const before = sql.slice(0, span.start)
  return { span: { start: before.trimEnd().length, end: span.end }, text: '' }
}

const afterFrom: ReadonlySet<string> = new Set([
  ...['INNER', 'LEFT', 'RIGHT', 'FULL', 'CROSS', 'JOIN'],
  ...['WHERE', 'GROUP', 'HAVING', 'ORDER', 'LIMIT', ';', 'end'],
])

function insertFrom(sql: string, name: string): string {
  const tokens = tokenize(sql)
  const from = outerToken(tokens, (token) => token.kind === 'FROM')
  if (from !== undefined) return insertWord(sql, from.span.end, sqlName(name))
  const next = outerToken(tokens, (token) => afterFrom.has(token.kind))
  const last = tokens.filter((token) => token.kind !== 'end' && token.span.end <= startOf(next))
  return insertWord(sql, last.at(-1)?.span.end ?? 0, `FROM ${sqlName(name)}`)
}

function startOf(token: Token | undefined): number {
  return token?.span.start ?? Number.MAX_SAFE_INTEGER
}

/** On a line of its own where it follows a comment that runs to the end of its line. */
function insertWord(sql: string, at: number, word: string): string {
  const line = sql.slice(sql.lastIndexOf('\n', at - 1) + 1, at)
  const separator = line.includes('--') ? '\n' : ' '
  const behind = /^[\s;]|^$/.test(sql.slice(at)) ? '' : ' '
  return `${sql.slice(0, at)}${separator}${word}${behind}${sql.slice(at)}`
}

function outerToken(
  tokens: readonly Token[],
  matches: (token: Token) => boolean,
): Token | undefined {
  let depth = 0
  for (const token of tokens) {
    if (token.kind === '(') depth += 1
    else if (token.kind === ')') depth -= 1
    else if (depth === 0 && matches(token)) return token
  }
  return undefined
}

/** Every `name.` in front of a column or a star, wherever it stands in the tree. */
function qualifierSpans(node: unknown, name: string): Span[] {
  if (typeof node !== 'object' || node === null) return []
  const spans: Span[] = []
  for (const [key, child] of Object.entries(node)) {
    if (key === 'qualifier' && isIdentifier(child) && child.name === name) spans.push(child.span)
    else spans.push(...qualifierSpans(child, name))
  }
  return spans
}

function isIdentifier(value: unknown): value is { name: string; span: Span } {
  return typeof value === 'object' && value !== null && 'name' in value && 'span' in value
}
