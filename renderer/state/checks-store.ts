import { createStore, type StoreApi } from 'zustand/vanilla'
import type { SluiceContract } from '#ipc/contract'
import type { Parameters } from '#ipc/define'
import type { SluiceClient } from '../bridge/client.ts'
import type { DocumentStore } from './document-store.ts'
import { documentToRunDefinition, type ProjectDocument } from './ruleset.ts'
import type { RunProblem } from './run-store.ts'
import type { SessionStore } from './session-store.ts'

/** The contract's type is the same but for readonly. */
type CheckedDefinition = Parameters<SluiceContract, 'run.check'>['definition']

export interface ChecksState {
  /** What a start of `document` would say. */
  readonly problems: readonly RunProblem[]
  readonly canvasNodes: ReadonlyMap<string, string>
  /** Absent before the first answer. */
  readonly document?: ProjectDocument
}

/** What the engine host says about the drawing without a start. */
export interface ChecksStore extends StoreApi<ChecksState> {
  /** Asks whenever the drawing, the components or the secrets change, until the returned function is called. */
  start(): () => void
}

export interface ChecksParts {
  readonly client: SluiceClient
  readonly document: DocumentStore
  readonly session: SessionStore
  /** Calls back in a while; the returned function prevents it. */
  readonly soon: (callback: () => void) => () => void
}

export function createChecksStore({ client, document, session, soon }: ChecksParts): ChecksStore {
  const store = createStore<ChecksState>(() => ({ problems: [], canvasNodes: new Map() }))
  let cancel = () => {}
  let last = 0

  const check = () => {
    last += 1
    const number = last
    const asked = document.getState().document
    const { definition, canvasNodes } = documentToRunDefinition(asked)
    client.request('run.check', { definition: definition as CheckedDefinition }).then(
      ({ problems }) => {
        const isCurrent = number === last && document.getState().document === asked
        if (isCurrent) store.setState({ problems, canvasNodes, document: asked })
      },
      // Without its host the window has its own checks; it asks anew when there is one again.
      () => undefined,
    )
  }
  const checkSoon = () => {
    cancel()
    cancel = soon(check)
  }
  return {
    ...store,
    start() {
      checkSoon()
      const stops = [
        document.subscribe((state, before) => {
          if (state.document !== before.document) checkSoon()
        }),
        session.subscribe((state, before) => {
          const { components, secrets } = state
          if (components !== before.components || secrets !== before.secrets) checkSoon()
        }),
        client.on('host.restarted', checkSoon),
      ]
      return () => {
        cancel()
        for (const stop of stops) stop()
      }
    },
  }
}
