import { createContext, useCallback, useContext, useSyncExternalStore } from 'react'
import { useStore } from 'zustand'
import type { SluiceClient } from '../bridge/client.ts'
import { createRowFeed, type RowFeed } from '../bridge/row-feed.ts'
import { createAutosave, type Autosave } from './autosave.ts'
import { createChecksStore, type ChecksState, type ChecksStore } from './checks-store.ts'
import { createDocumentStore, type DocumentState, type DocumentStore } from './document-store.ts'
import { createLogStore, type LogStore } from './log-store.ts'
import { createMetricsStore, type MetricsStore, type NodeMetrics } from './metrics-store.ts'
import { createSeenColumnsStore, type SeenColumnsStore } from './seen-columns.ts'
import { createRunStore, type RunState, type RunStore } from './run-store.ts'
import { createSchemasStore, type SchemaReport, type SchemasStore } from './schemas-store.ts'
import { createSessionStore, type SessionState, type SessionStore } from './session-store.ts'
import { createViewStore, type ViewState, type ViewStore } from './view-store.ts'

/** Everything a window has: its connection to main and its stores. One per window, made at start. */
export interface Workspace {
  readonly client: SluiceClient
  readonly autosave: Autosave
  readonly checks: ChecksStore
  readonly document: DocumentStore
  readonly metrics: MetricsStore
  readonly rows: RowFeed
  readonly run: RunStore
  readonly seen: SeenColumnsStore
  readonly schemas: SchemasStore
  readonly session: SessionStore
  readonly view: ViewStore
  readonly log: LogStore
  readonly now: () => number
  readonly newId: () => string
}

export function createWorkspace(client: SluiceClient): Workspace {
  const now = () => Date.now()
  const soon = (callback: () => void) => void setTimeout(callback, 100)
  const rows = createRowFeed({ soon })
  const run = createRunStore()
  const document = createDocumentStore(now)
  const session = createSessionStore()
  return {
    client,
    autosave: createAutosave({ client, document, session, later }),
    checks: createChecksStore({ client, document, session, soon: afterTyping }),
    document,
    metrics: createMetricsStore(),
    rows,
    run,
    seen: createSeenColumnsStore(rows, run),
    schemas: createSchemasStore({ client, document, session, soon: afterTyping }),
    session,
    view: createViewStore(),
    log: createLogStore(soon),
    now,
    newId: () => `n${crypto.randomUUID().replaceAll('-', '').slice(0, 10)}`,
  }
}

const autosaveDelayMs = 1000
const typingDelayMs = 250

function afterTyping(callback: () => void): () => void {
  const timer = setTimeout(callback, typingDelayMs)
  return () => clearTimeout(timer)
}

function later(callback: () => void): () => void {
  const timer = setTimeout(callback, autosaveDelayMs)
  return () => clearTimeout(timer)
}

export const WorkspaceContext = createContext<Workspace | undefined>(undefined)

export function useWorkspace(): Workspace {
  const workspace = useContext(WorkspaceContext)
  if (workspace === undefined) throw new Error('There is no workspace around this component')
  return workspace
}

export function useDocument<Part>(select: (state: DocumentState) => Part): Part {
  return useStore(useWorkspace().document, select)
}

export function useRun<Part>(select: (state: RunState) => Part): Part {
  return useStore(useWorkspace().run, select)
}

export function useSession<Part>(select: (state: SessionState) => Part): Part {
  return useStore(useWorkspace().session, select)
}

export function useView<Part>(select: (state: ViewState) => Part): Part {
  return useStore(useWorkspace().view, select)
}

/** What the host found in the schemas of the project. */
export function useSchemaReports(): readonly SchemaReport[] {
  return useStore(useWorkspace().schemas, (state) => state.reports)
}

/** What the host said last about the drawing. */
export function useChecks(): ChecksState {
  return useStore(useWorkspace().checks)
}

/** The live figures of one canvas node; renders anew only when they change. */
export function useNodeMetrics(canvasNode: string): NodeMetrics | undefined {
  const { metrics } = useWorkspace()
  const runNode = useRun((state) => state.runNodes.get(canvasNode))
  const read = useCallback(
    () => (runNode === undefined ? undefined : metrics.get(runNode)),
    [metrics, runNode],
  )
  return useSyncExternalStore(metrics.subscribe, read)
}
