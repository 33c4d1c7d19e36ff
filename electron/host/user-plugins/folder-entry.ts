import type { ComponentDefinition } from '#engine/api'
import type { Candidate } from './candidate.ts'
import type { PluginFunctionDefinition } from './function-unit.ts'
import type { UserPluginInfo } from './plugin-info.ts'

/** One plugin of a folder, of whatever kind. */
export interface FolderEntry {
  readonly candidate: Candidate
  readonly id: string
  /** What the engine gets: nothing while no version of it could be loaded. */
  readonly components: readonly ComponentDefinition[]
  /** What SQL can call. */
  readonly functions: readonly PluginFunctionDefinition[]
  /** The files it was made from, where they may lie elsewhere. */
  readonly inputs: readonly string[]
  /** Resolves when everything is known that could not be said at once. Never rejects. */
  readonly settled: Promise<void>
  /** Looks at the files and does what their change asks for; true where something is different now. */
  refresh(force?: boolean): Promise<boolean>
  /** Trusts what is there now. */
  trust(follow: boolean): Promise<void>
  info(): UserPluginInfo
  close(): Promise<void>
}
