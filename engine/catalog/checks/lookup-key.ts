import type { CreateStatement } from '../../syntax/ast.ts'
import type { Diagnostic } from '../../syntax/diagnostic.ts'
import { catalogCodes } from '../codes.ts'
import { findOption, textOf } from '../options.ts'

/** A memory lookup table needs KEY; eKuiper asks it of streams as well. */
export function checkLookupKey(statement: CreateStatement): Diagnostic[] {
  const isLookup = textOf(statement, 'KIND').toLowerCase() === 'lookup'
  if (!isLookup || textOf(statement, 'TYPE') !== 'memory' || textOf(statement, 'KEY') !== '')
    return []
  return [
    {
      code: catalogCodes.lookupWithoutKey,
      severity: 'error',
      message: 'a memory lookup table needs the option KEY',
      span: findOption(statement, 'KIND')?.span ?? statement.name.span,
      hint: 'KEY names the column by which rows are found, such as KEY="id".',
    },
  ]
}
