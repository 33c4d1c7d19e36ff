import type { Catalog } from '../catalog/stream.ts'
import type { FunctionDefinition } from '../functions/definition.ts'

/** Finds a function by its name in lower case. */
export type FunctionLookup = (name: string) => FunctionDefinition | undefined

/** The options of a rule that change what its statement means or may contain. */
export interface BindOptions {
  readonly isTemporary?: boolean
  /** `planOptimizeStrategy.disableAliasRefCal`: aliases are not seen by other fields. */
  readonly disableAliasRefCal?: boolean
  readonly disableBufferFullDiscard?: boolean
  readonly useSliceTuple?: boolean
  readonly isEventTime?: boolean
}

export interface BindEnvironment {
  readonly catalog: Catalog
  readonly functions: FunctionLookup
  /** All function names, for did-you-mean. */
  readonly functionNames?: readonly string[]
  readonly options?: BindOptions
  /** Every format, in lower case; eKuiper's own where absent. */
  readonly formats?: readonly string[]
}
