import { suggest } from '../../base/text.ts'
import type { CreateStatement } from '../../syntax/ast.ts'
import type { Diagnostic } from '../../syntax/diagnostic.ts'
import { catalogCodes } from '../codes.ts'
import { findOption, textOf } from '../options.ts'

export const formats = ['json', 'binary', 'delimited', 'urlencoded', 'protobuf'] as const

/** `known` has the formats of plugins too. FORMAT is one that exists; binary has no column or one of BYTEA, and no table. */
export function checkFormat(
  statement: CreateStatement,
  known: readonly string[] = formats,
): Diagnostic[] {
  const written = textOf(statement, 'FORMAT')
  const format = written.toLowerCase()
  const span = findOption(statement, 'FORMAT')?.valueSpan ?? statement.name.span
  if (format !== '' && !known.includes(format)) {
    const near = suggest(format, known)
    return [
      {
        code: catalogCodes.unknownFormat,
        severity: 'error',
        message: `there is no format "${written}"`,
        span,
        hint: `${near === undefined ? '' : `Did you mean ${near}? `}The formats are ${known.join(', ')}.`,
      },
    ]
  }
  const problem = format === 'binary' ? binaryProblem(statement) : undefined
  return problem === undefined
    ? []
    : [{ code: catalogCodes.binaryColumns, severity: 'error', message: problem, span }]
}

function binaryProblem(statement: CreateStatement): string | undefined {
  if (statement.sourceKind === 'table') return 'a table cannot have the format binary'
  const [first] = statement.columns
  if (statement.columns.length > 1) return 'a stream of format binary can only have one column'
  if (first !== undefined && first.type.kind !== 'bytea') {
    return `the column of a binary stream must be BYTEA; ${first.name.name} is ${first.type.kind.toUpperCase()}`
  }
  return undefined
}
