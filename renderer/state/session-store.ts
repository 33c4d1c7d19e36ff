import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Component } from '#ipc/contract'
import type { Result } from '#ipc/define'
import type { SluiceContract } from '#ipc/contract'
import type { SqlFunction } from '#ipc/plugins'
import type { SecretState } from '#ipc/secrets'

export type StartInformation = Result<SluiceContract, 'app.start'>
export type Theme = StartInformation['theme']
export type RecentProject = StartInformation['recent'][number]
export type { Component }

/** What the window knows apart from the document: which project, which components, which theme. */
export interface SessionState {
  readonly version: string
  readonly projectName: string
  readonly folder?: string | undefined
  readonly recent: readonly RecentProject[]
  readonly components: readonly Component[]
  /** What plugins bring to SQL; the same list as long as they bring the same. */
  readonly functions: readonly SqlFunction[]
  readonly commonSinkSchema: Readonly<Record<string, unknown>>
  /** Of the project that is shown; undefined until main has told. */
  readonly secrets?: SecretState | undefined
  readonly brokerUrl: string
  readonly theme: Theme
}

export type SessionStore = StoreApi<SessionState>

export function createSessionStore(): SessionStore {
  return createStore<SessionState>(() => ({
    version: '',
    projectName: 'Untitled',
    recent: [],
    components: [],
    functions: [],
    commonSinkSchema: {},
    brokerUrl: '',
    theme: 'system',
  }))
}

export function findComponent(
  components: readonly Component[],
  kind: Component['kind'],
  type: string,
): Component | undefined {
  const wanted = type.toLowerCase()
  return components.find(
    (component) => component.kind === kind && component.type.toLowerCase() === wanted,
  )
}
