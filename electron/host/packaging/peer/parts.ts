import type { PackableKind } from '../../user-plugins/protocol.ts'

/** What a packaged plugin is made of: the file `lib/parts.json` in its zip. */
export interface PackagedParts {
  /** The portable plugin's name, also in the name of its control channel. */
  readonly name: string
  readonly parts: readonly PackagedPart[]
}

/** One source, sink or function. */
export interface PackagedPart {
  readonly kind: PackableKind
  /** eKuiper's name of it. */
  readonly type: string
  /** The exported name. */
  readonly symbol: string
  /** The module's file, beside this one. */
  readonly module: string
  /** JSON Schema of its properties, where its code has one. */
  readonly schema?: Readonly<Record<string, unknown>>
  /** Else what a metadata file in eKuiper's format says of them. */
  readonly descriptors?: readonly unknown[]
}
