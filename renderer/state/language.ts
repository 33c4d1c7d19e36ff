/** The window's only way to the SQL language: colours, diagnostics, completion, hover, format. */
import {
  analyze, complete as completeSql, createCatalog, createFunctionCatalog, definitionsOf,
  emptyCatalog, executeStatement, format as formatSql, highlight, hover as hoverSql,
  signatureHelp as signatureHelpSql, unrunnableFunction,
  type Catalog, type CompletionKind, type Diagnostic, type Fix, type FunctionCatalog,
  type FunctionDescription, type LanguageEnvironment, type SchemaColumns, type SignatureHelp,
  type TokenClass,
} from '#engine/language' // prettier-ignore
import { sqlName, type CanvasNode, type SqlNode } from './ruleset.ts'

export { analyzeAction } from '#engine/language'
export type { ActionContext } from '#engine/language'

export type {
  Catalog, CompletionKind, Diagnostic, Fix, FunctionCatalog, FunctionDescription, SignatureHelp, TokenClass,
} // prettier-ignore

export interface ColouredToken {
  readonly start: number
  readonly end: number
  readonly class: TokenClass
}

export interface KnownColumn {
  readonly name: string
  readonly type: string
}

/** What a query can name. */
export type LanguageContext = LanguageEnvironment

export interface Suggestion {
  readonly kind: CompletionKind
  readonly label: string
  readonly insert: string
  /** Whether `insert` has places to fill in, such as `$1`. */
  readonly isSnippet: boolean
  /** What it takes the place of. */
  readonly replace: { readonly start: number; readonly end: number }
  readonly detail: string
  /** Markdown. */
  readonly documentation: string
}

/** The built-in functions and those of plugins. */
export function functionCatalogOf(descriptions: readonly FunctionDescription[]): FunctionCatalog {
  return createFunctionCatalog(descriptions.map(unrunnableFunction))
}

export const emptyContext: LanguageContext = {
  catalog: emptyCatalog,
  functions: functionCatalogOf([]),
}

/** How a node is declared for the queries that read it: a source by its statement, a rule by its id. */
export function declarationOf(node: CanvasNode): string | undefined {
  if (node.kind === 'source') return node.statement
  if (node.kind === 'sink' || node.ruleId === '') return undefined
  return `CREATE STREAM ${sqlName(node.ruleId)} () WITH (DATASOURCE="${node.ruleId}", TYPE="memory")`
}

export interface CatalogOptions {
  /** All there are. */
  readonly formats?: readonly string[]
  readonly schemaColumns?: SchemaColumns
}

/** The streams of these statements; those with errors are not in it. */
export function catalogOf(statements: readonly string[], options: CatalogOptions = {}): Catalog {
  return statements.reduce(
    (catalog, statement) => executeStatement(catalog, statement, options).catalog,
    emptyCatalog,
  )
}

/** A query cannot read its own rows. */
export function withoutStream(catalog: Catalog, name: string): Catalog {
  return createCatalog(definitionsOf(catalog).filter((definition) => definition.name !== name))
}

export function contextFor(
  node: CanvasNode,
  { catalog, functions }: Pick<LanguageContext, 'catalog' | 'functions'>,
  columnsOf: (stream: string) => readonly KnownColumn[],
): LanguageContext {
  if (node.kind !== 'sql') return { catalog, functions, columnsOf }
  const isEventTime = node.options['isEventTime'] === true
  return { catalog, functions, columnsOf, options: { isEventTime }, ruleOptions: node.options }
}

export function colourTokens(text: string): readonly ColouredToken[] {
  return highlight(text).map(({ span, class: tokenClass }) => ({ ...span, class: tokenClass }))
}

/** A rule that is written as a graph has no SQL to check. */
export function isGraphRule(node: SqlNode): boolean {
  return node.sql.trim() === '' && node.extra['graph'] !== undefined
}

interface Diagnosed {
  readonly catalog: Catalog
  readonly functions: FunctionCatalog
  readonly diagnostics: readonly Diagnostic[]
}

/** Nodes are immutable: what was said about one stays true while the catalogs are the same. */
const diagnosed = new WeakMap<SqlNode, Diagnosed>()

export function diagnose(node: SqlNode, context: LanguageContext): readonly Diagnostic[] {
  if (isGraphRule(node)) return []
  const { catalog, functions } = context
  const known = diagnosed.get(node)
  if (known?.catalog === catalog && known.functions === functions) return known.diagnostics
  const { diagnostics } = analyze(node.sql, context)
  diagnosed.set(node, { catalog, functions, diagnostics })
  return diagnostics
}

export function complete(
  sql: string,
  offset: number,
  context: LanguageContext,
): readonly Suggestion[] {
  return completeSql(sql, offset, context).map((item) => ({
    kind: item.kind,
    label: item.label,
    insert: item.insertText,
    isSnippet: item.isSnippet,
    replace: item.replaceSpan,
    detail: item.detail,
    documentation: item.documentation,
  }))
}

export interface HoverText {
  readonly start: number
  readonly end: number
  /** Markdown. */
  readonly text: string
}

export function hover(
  sql: string,
  offset: number,
  context: LanguageContext,
): HoverText | undefined {
  const found = hoverSql(sql, offset, context)
  return found === undefined ? undefined : { ...found.span, text: found.contents }
}

/** The call around the cursor. */
export function signatureHelp(
  sql: string,
  offset: number,
  context: LanguageContext,
): SignatureHelp | undefined {
  return signatureHelpSql(sql, offset, context)
}

/** The text laid out; one with syntax errors comes back as it is. */
export function format(sql: string): string {
  return formatSql(sql)
}
