import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Component } from '#ipc/contract'
import type { Result } from '#ipc/define'
import type { SluiceContract } from '#ipc/contract'

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
  readonly commonSinkSchema: Readonly<Record<string, unknown>>
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
