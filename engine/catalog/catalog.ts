import { suggest } from '../base/text.ts'
import type { CreateStatement, Identifier, SourceKind } from '../syntax/ast.ts'
import type { Diagnostic } from '../syntax/diagnostic.ts'
import { parse } from '../syntax/parse.ts'
import { catalogCodes } from './codes.ts'
import { checkCreate, checkDefinition, defineStream } from './define-stream.ts'
import type { SchemaColumns } from './schema-columns.ts'
import type { Catalog, StreamDefinition } from './stream.ts'

export interface ExecuteOptions {
  /** Source types that can be lookup tables; eKuiper's own by default. */
  readonly lookupTypes?: readonly string[]
  /** Every format, in lower case; eKuiper's own by default. */
  readonly formats?: readonly string[]
  /** None by default: every stream has the columns it declares. */
  readonly schemaColumns?: SchemaColumns
}

export interface ExecuteResult {
  /** The catalog afterwards; the same one where nothing changed or there were errors. */
  readonly catalog: Catalog
  readonly diagnostics: readonly Diagnostic[]
  /** The names SHOW lists, the definition DESCRIBE names. */
  readonly answer?: readonly string[] | StreamDefinition
}

export const emptyCatalog: Catalog = createCatalog([])

/** A catalog of these definitions; the last of a name counts. */
export function createCatalog(definitions: Iterable<StreamDefinition>): Catalog {
  const byName = new Map<string, StreamDefinition>()
  for (const definition of definitions) byName.set(definition.name, definition)
  const names = [...byName.keys()]
  return {
    stream: (name) => byName.get(name),
    streamNames: () => names,
  }
}

export function definitionsOf(catalog: Catalog): readonly StreamDefinition[] {
  return catalog.streamNames().flatMap((name) => catalog.stream(name) ?? [])
}

/**
 * Executes CREATE, DROP, DESCRIBE, EXPLAIN or SHOW on a catalog and gives the one afterwards. Streams and
 * tables share one name space, and as in eKuiper DROP TABLE drops a stream too.
 */
export function executeStatement(
  catalog: Catalog,
  text: string,
  options: ExecuteOptions = {},
): ExecuteResult {
  const { statement, diagnostics } = parse(text)
  const failed = (...problems: readonly Diagnostic[]): ExecuteResult => ({
    catalog,
    diagnostics: [...diagnostics, ...problems],
  })
  if (statement === undefined || diagnostics.length > 0) return failed()
  switch (statement.kind) {
    case 'create':
      return create(catalog, statement, text, options)
    case 'drop': {
      if (catalog.stream(statement.name.name) === undefined)
        return failed(unknown(catalog, statement.name))
      const rest = definitionsOf(catalog).filter(({ name }) => name !== statement.name.name)
      return { catalog: createCatalog(rest), diagnostics }
    }
    case 'describe':
    case 'explain': {
      const answer = catalog.stream(statement.name.name)
      if (answer === undefined) return failed(unknown(catalog, statement.name))
      return { catalog, diagnostics, answer }
    }
    case 'show':
      return { catalog, diagnostics, answer: namesOfKind(catalog, statement.sourceKind) }
    case 'select':
      return failed({
        code: catalogCodes.nameUnknown,
        severity: 'error',
        message: 'expected a statement about streams or tables, found SELECT',
        span: statement.span,
      })
  }
}

function create(
  catalog: Catalog,
  statement: CreateStatement,
  text: string,
  options: ExecuteOptions,
): ExecuteResult {
  const diagnostics = [
    ...checkCreate(statement, options.formats),
    ...checkDefinition(statement, options.lookupTypes),
    ...checkFree(catalog, statement.name),
  ]
  if (diagnostics.length > 0) return { catalog, diagnostics }
  const declared = defineStream(statement, text)
  const columns = options.schemaColumns?.(declared)
  const definition = columns === undefined ? declared : { ...declared, columns }
  return { catalog: createCatalog([...definitionsOf(catalog), definition]), diagnostics }
}

function checkFree(catalog: Catalog, name: Identifier): Diagnostic[] {
  if (catalog.stream(name.name) === undefined) return []
  return [
    {
      code: catalogCodes.nameTaken,
      severity: 'error',
      message: `there is already a stream or table ${name.name}`,
      span: name.span,
      hint: 'Streams and tables share their names.',
    },
  ]
}

function unknown(catalog: Catalog, name: Identifier): Diagnostic {
  const near = suggest(name.name, catalog.streamNames())
  return {
    code: catalogCodes.nameUnknown,
    severity: 'error',
    message: `there is no stream or table ${name.name}`,
    span: name.span,
    ...(near === undefined ? {} : { hint: `Did you mean ${near}?` }),
  }
}

function namesOfKind(catalog: Catalog, kind: SourceKind): readonly string[] {
  return definitionsOf(catalog)
    .filter((definition) => definition.sourceKind === kind)
    .map((definition) => definition.name)
}
