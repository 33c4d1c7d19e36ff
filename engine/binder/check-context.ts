import type { SelectStatement, WindowClause } from '../syntax/ast.ts'
import type { Diagnostic } from '../syntax/diagnostic.ts'
import type { BoundParts } from './aggregates.ts'
import type { BoundField, BoundSource } from './bound.ts'
import type { BindOptions } from './environment.ts'

/** A statement with names and calls resolved, as the checks see it. */
export interface CheckContext extends BoundParts {
  readonly statement: SelectStatement
  readonly sources: readonly BoundSource[]
  readonly fields: readonly BoundField[]
  readonly window: WindowClause | undefined
  readonly isSchemaless: boolean
  readonly options: BindOptions
}

/** One thing eKuiper refuses. */
export type Check = (context: CheckContext) => readonly Diagnostic[]
