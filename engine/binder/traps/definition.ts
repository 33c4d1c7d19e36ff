import type { CreateStatement } from '../../syntax/ast.ts'
import type { Diagnostic } from '../../syntax/diagnostic.ts'
import { warning } from '../problem.ts'
import { trapCodes } from './trap.ts'

/** Surprises of a stream's definition. */
export function findDefinitionTraps(statement: CreateStatement): readonly Diagnostic[] {
  const isStrict = statement.options.some(
    ({ key, value }) => key === 'STRICT_VALIDATION' && String(value).toUpperCase() === 'TRUE',
  )
  const defaults = statement.columns.flatMap(({ defaultValue }) => defaultValue ?? [])
  return [
    ...(isStrict
      ? []
      : defaults.map(({ span }) =>
          warning(
            trapCodes.defaultWithoutStrict,
            'DEFAULT has no effect without STRICT_VALIDATION',
            span,
            {
              hint: 'Add STRICT_VALIDATION="true".',
            },
          ),
        )),
    ...repeated(statement.columns.map(({ name }) => ({ key: name.name, span: name.span }))).map(
      ({ key, span }) =>
        warning(
          trapCodes.duplicateColumn,
          `the column ${key} is declared again: the last one counts`,
          span,
        ),
    ),
    ...repeated(statement.options).map(({ key, span }) =>
      warning(
        trapCodes.duplicateOption,
        `the option ${key} is given again: the last one counts`,
        span,
      ),
    ),
  ]
}

interface Keyed {
  readonly key: string
  readonly span: Diagnostic['span']
}

function repeated(entries: readonly Keyed[]): readonly Keyed[] {
  const seen = new Set<string>()
  return entries.filter(({ key }) => {
    const isSeen = seen.has(key)
    seen.add(key)
    return isSeen
  })
}
