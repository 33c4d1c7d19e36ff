import type { PackableKind, PluginKind } from './protocol.ts'

/** A file or folder that should be a plugin. */
export interface Candidate {
  /** In our languages, a Go plugin of eKuiper, or a portable one. */
  readonly form: 'code' | 'native' | 'portable'
  readonly kind: PluginKind | 'portable'
  /** The action key, such as `mySink`; a stream's TYPE or a function's name for the other kinds. */
  readonly type: string
  /** The exported name, such as `MySink`. */
  readonly symbol: string
  /** What was found in the plugin folder: a file, or a folder. */
  readonly path: string
  /** What is bundled: the file, or the folder's entry. */
  readonly entry: string
  readonly isFolder: boolean
}

/** A plugin of ours, in JavaScript or TypeScript. */
export interface CodeCandidate extends Candidate {
  readonly form: 'code'
  readonly kind: PluginKind
}

/** A Go plugin that only an eKuiper server can load. */
export interface NativeCandidate extends Candidate {
  readonly form: 'native'
  readonly kind: PluginKind
  readonly version: string | undefined
}

/** What a portable plugin of eKuiper can be made of. */
export type PackableCandidate = CodeCandidate & { readonly kind: PackableKind }

/** Under which a part must be the only one. SQL writes functions and formats in any case. */
export function nameKey(kind: Candidate['kind'], name: string): string {
  return `${kind} ${kind === 'function' || kind === 'format' ? name.toLowerCase() : name}`
}

export function isCode(candidate: Candidate): candidate is CodeCandidate {
  return candidate.form === 'code'
}

export function isNative(candidate: Candidate): candidate is NativeCandidate {
  return candidate.form === 'native'
}
