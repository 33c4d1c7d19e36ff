import type { BindOptions } from '../binder/environment.ts'
import type { CrashOptions } from '../binder/crashes/crash.ts'
import type { Catalog } from '../catalog/stream.ts'
import type { FunctionCatalog } from '../functions/index.ts'

/** A column as the editor knows it: declared, or seen in live rows. */
export interface KnownColumn {
  readonly name: string
  /** Such as `BIGINT`, or what the last row had. */
  readonly type?: string
}

/** What the editor's services look names up in. */
export interface LanguageEnvironment {
  readonly catalog: Catalog
  readonly functions: FunctionCatalog
  /** Columns of a stream beside the declared ones, such as those seen in its rows. */
  readonly columnsOf?: (stream: string) => readonly KnownColumn[]
  readonly options?: BindOptions & CrashOptions
  /** The rule's options object, for what only the plan decides. */
  readonly ruleOptions?: Readonly<Record<string, unknown>>
}
