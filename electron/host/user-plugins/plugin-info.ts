import type { PluginKind } from './protocol.ts'

/** What the plugin page shows of one plugin. */
export interface UserPluginInfo {
  /** Kind and type, such as `sink mySink`. */
  readonly id: string
  readonly kind: PluginKind | 'portable'
  readonly type: string
  readonly title: string
  readonly version: string | undefined
  /** A name, or a picture as a data URL. */
  readonly icon?: string | undefined
  readonly path: string
  readonly state: UserPluginState
  /** Why it is not ready, or why its newest version is not used. */
  readonly message: string | undefined
  /** `FILE:LINE` of the message, where it has one. */
  readonly place: string | undefined
  /** True where an older version of it goes on. */
  readonly isOlderUsed: boolean
  /** True where all its actions share one instance. */
  readonly isShared: boolean
  /** What it gives to rules, such as `sink collector`. */
  readonly provides: readonly string[]
  /** Node's modules and packages that its code imports. */
  readonly reaches: readonly string[]
  readonly readme: string | undefined
}

/**
 * `untrusted`: it waits for the user's word. `failed`: it cannot be loaded. `stopped`: it was ended for a
 * fault and starts again with the next rule. `server-only`: only an eKuiper server can run it.
 */
export type UserPluginState = 'ready' | 'untrusted' | 'failed' | 'stopped' | 'server-only'
