import { suggest } from '../base/text.ts'
import type { SelectStatement, TableReference } from '../syntax/ast.ts'
import type { Diagnostic } from '../syntax/diagnostic.ts'
import type { BoundSource } from './bound.ts'
import { binderCodes } from './codes.ts'
import type { BindEnvironment } from './environment.ts'
import { problem, replacing } from './problem.ts'

export interface SourcesResult {
  readonly sources: readonly BoundSource[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Looks up FROM and the joined names. Names are case-sensitive. */
export function bindSources(
  statement: SelectStatement,
  environment: BindEnvironment,
): SourcesResult {
  const sources: BoundSource[] = []
  const diagnostics: Diagnostic[] = []
  for (const table of [statement.from, ...statement.joins.map((join) => join.table)]) {
    const definition = environment.catalog.stream(table.name)
    if (definition === undefined) diagnostics.push(unknownStream(table, environment))
    else sources.push({ name: table.name, alias: table.alias?.name, definition })
  }
  return { sources, diagnostics }
}

function unknownStream(table: TableReference, environment: BindEnvironment): Diagnostic {
  const { name, nameSpan } = table
  if (name === '') {
    return problem(binderCodes.unknownStream, 'the name of a stream is missing here', nameSpan)
  }
  const known = environment.catalog.streamNames()
  const glued = known.find((candidate) => name.startsWith(candidate) && candidate !== '')
  const isGlued = glued !== undefined && nameSpan.end - nameSpan.start > name.length
  if (isGlued) {
    return problem(binderCodes.unknownStream, `there is no stream ${name}`, nameSpan, {
      hint: `The words after FROM are one name to eKuiper; an alias needs AS.`,
      fixes: [replacing(`Write ${glued}`, nameSpan, glued)],
    })
  }
  const near = suggest(name, known)
  return problem(binderCodes.unknownStream, `there is no stream ${name}`, nameSpan, {
    hint: near === undefined ? 'Create it, or choose an existing one.' : `Did you mean ${near}?`,
    ...(near === undefined ? {} : { fixes: [replacing(`Write ${near}`, nameSpan, near)] }),
  })
}
