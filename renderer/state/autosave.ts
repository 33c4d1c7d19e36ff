import type { SluiceClient } from '../bridge/client.ts'
import type { DocumentStore } from './document-store.ts'
import { mutable, type ProjectDocument } from './ruleset.ts'
import type { SessionStore } from './session-store.ts'

/** Keeps what is drawn safe in main, in case that nobody gets to saving it. */
export interface Autosave {
  /** Keeps each change safe a second after it, until the returned function is called. */
  start(onFailure: (error: unknown) => void): () => void
  /** Keeps the last change safe now. Rejects where that fails. */
  flush(): Promise<void>
  /** This very state is in main already: it was opened or saved. */
  noteSafe(document: ProjectDocument): void
}

export interface AutosaveParts {
  readonly client: SluiceClient
  readonly document: DocumentStore
  readonly session: SessionStore
  /** Calls back in a while; the returned function prevents it. */
  readonly later: (callback: () => void) => () => void
}

export function createAutosave({ client, document, session, later }: AutosaveParts): Autosave {
  let safe = document.getState().document
  let cancel = () => {}
  let writing: Promise<void> = Promise.resolve()
  const write = async (current: ProjectDocument, before: ProjectDocument) => {
    const { folder } = session.getState()
    const place = folder === undefined ? {} : { folder }
    try {
      await client.request('project.autosave', { ...place, document: mutable(current) })
    } catch (error) {
      if (safe === current) safe = before
      throw error
    }
  }
  const flush = () => {
    cancel()
    const { document: current } = document.getState()
    if (current === safe) return writing
    const before = safe
    safe = current
    writing = write(current, before)
    return writing
  }
  return {
    start(onFailure) {
      const save = () => void flush().catch(onFailure)
      const unsubscribe = document.subscribe((state, before) => {
        if (state.document === before.document) return
        cancel()
        cancel = later(save)
      })
      return () => {
        unsubscribe()
        cancel()
      }
    },
    flush,
    noteSafe(state) {
      safe = state
      writing = Promise.resolve()
    },
  }
}
