import { produce, type Draft } from 'immer'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { emptyHistory, recordEdit, redoStep, undoStep, type History } from './history.ts'
import type { ProjectDocument } from './ruleset.ts'

export interface EditOptions {
  /** Edits of one group in quick succession (typing, nudging) are undone together. */
  readonly group?: string
}

export interface DocumentState {
  readonly document: ProjectDocument
  readonly history: History<ProjectDocument>
  /** The document as it was last saved; dirty is what differs from it. */
  readonly saved: ProjectDocument
}

/** The one document and the one undo history of canvas, SQL and forms. */
export interface DocumentStore extends StoreApi<DocumentState> {
  edit(recipe: (draft: Draft<ProjectDocument>) => void, options?: EditOptions): void
  undo(): void
  redo(): void
  /** Shows another project: the history starts anew. */
  replace(document: ProjectDocument, isSaved: boolean): void
  markSaved(document: ProjectDocument): void
}

export const emptyDocument: ProjectDocument = { nodes: [], sourceConfigurations: {} }

const neverSaved: ProjectDocument = { nodes: [], sourceConfigurations: {} }

export function createDocumentStore(now: () => number): DocumentStore {
  const store = createStore<DocumentState>(() => ({
    document: emptyDocument,
    history: emptyHistory(),
    saved: emptyDocument,
  }))
  return {
    ...store,
    edit(recipe, options = {}) {
      const { document, history } = store.getState()
      const next = produce(document, recipe)
      if (next === document) return
      const at = now()
      const entry = { group: options.group, startedAt: at, at, before: document, after: next }
      store.setState({ document: next, history: recordEdit(history, entry) })
    },
    undo() {
      const { document, history } = store.getState()
      const step = undoStep({ state: document, history })
      store.setState({ document: step.state, history: step.history })
    },
    redo() {
      const { document, history } = store.getState()
      const step = redoStep({ state: document, history })
      store.setState({ document: step.state, history: step.history })
    },
    replace(document, isSaved) {
      store.setState({ document, history: emptyHistory(), saved: isSaved ? document : neverSaved })
    },
    markSaved(document) {
      store.setState({ saved: document })
    },
  }
}
