import { createStore, type StoreApi } from 'zustand/vanilla'
import type { SchemaReport } from '#ipc/formats'
import type { SluiceClient } from '../bridge/client.ts'
import type { DocumentStore } from './document-store.ts'
import type { Schemas } from './ruleset.ts'
import type { SessionStore } from './session-store.ts'

export type { SchemaReport }

export interface SchemasState {
  /** What the formats found in each schema of the project, as of its last reading. */
  readonly reports: readonly SchemaReport[]
}

/** The project's schemas as the engine host reads them. */
export interface SchemasStore extends StoreApi<SchemasState> {
  /** Has them read whenever they or the formats change, until the returned function is called. */
  start(): () => void
}

export interface SchemasParts {
  readonly client: SluiceClient
  readonly document: DocumentStore
  readonly session: SessionStore
  /** Calls back in a while; the returned function prevents it. */
  readonly soon: (callback: () => void) => () => void
}

export const noSchemas: Schemas = {}

export function createSchemasStore({
  client,
  document,
  session,
  soon,
}: SchemasParts): SchemasStore {
  const store = createStore<SchemasState>(() => ({ reports: [] }))
  let cancel = () => {}
  let last = 0
  const schemasNow = () => document.getState().document.schemas ?? noSchemas

  const read = () => {
    last += 1
    const number = last
    const schemas = schemasNow()
    if (Object.keys(schemas).length === 0) {
      if (store.getState().reports.length > 0) store.setState({ reports: [] })
      return
    }
    client.request('schemas.inspect', { schemas: { ...schemas } }).then(
      ({ reports }) => {
        if (number === last) store.setState({ reports })
      },
      // Without its host the window keeps what it knows; a run says what is wrong by itself.
      () => undefined,
    )
  }
  return {
    ...store,
    start() {
      const readSoon = () => {
        cancel()
        cancel = soon(read)
      }
      read()
      const stops = [
        document.subscribe((state, before) => {
          if (state.document.schemas !== before.document.schemas) readSoon()
        }),
        session.subscribe((state, before) => {
          if (state.components !== before.components) readSoon()
        }),
      ]
      return () => {
        cancel()
        for (const stop of stops) stop()
      }
    },
  }
}
