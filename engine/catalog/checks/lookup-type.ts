import type { CreateStatement } from '../../syntax/ast.ts'
import type { Diagnostic } from '../../syntax/diagnostic.ts'
import { catalogCodes } from '../codes.ts'
import { findOption, textOf } from '../options.ts'

/** A lookup table's TYPE is a source that can be looked up. */
export function checkLookupType(
  statement: CreateStatement,
  lookupTypes: readonly string[],
): Diagnostic[] {
  if (statement.sourceKind !== 'table' || textOf(statement, 'KIND').toLowerCase() !== 'lookup')
    return []
  const type = textOf(statement, 'TYPE') === '' ? 'file' : textOf(statement, 'TYPE')
  if (lookupTypes.includes(type)) return []
  return [
    {
      code: catalogCodes.notLookupSource,
      severity: 'error',
      message: `a source of type ${type} cannot be a lookup table`,
      span: findOption(statement, 'TYPE')?.valueSpan ?? statement.name.span,
      hint: `Types that can: ${lookupTypes.join(', ')}.`,
    },
  ]
}
