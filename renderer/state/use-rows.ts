import { useCallback, useEffect, useSyncExternalStore } from 'react'
import { useStore } from 'zustand'
import { emptyRowBuffer, type RowBuffer } from '../bridge/row-buffer.ts'
import type { ColumnSeen } from './columns-seen.ts'
import { useRun, useWorkspace } from './workspace.ts'

/** The rows of a canvas node, as they come. */
export function useRows(canvasNode: string | undefined): RowBuffer {
  const { rows } = useWorkspace()
  const runNode = useRunNode(canvasNode)
  const subscribe = useCallback(
    (listener: () => void) =>
      runNode === undefined ? () => undefined : rows.watch(runNode, listener),
    [rows, runNode],
  )
  const read = useCallback(
    () => (runNode === undefined ? emptyRowBuffer : rows.buffer(runNode)),
    [rows, runNode],
  )
  return useSyncExternalStore(subscribe, read)
}

/** Keeps the rows of these nodes coming, so that their columns are known. */
export function useWatchedColumns(canvasNodes: readonly string[]): void {
  const { rows } = useWorkspace()
  const runNodes = useRun((state) => state.runNodes)
  const names = canvasNodes.flatMap((id) => runNodes.get(id) ?? []).join('\n')
  useEffect(() => {
    const stops = names
      .split('\n')
      .filter((name) => name !== '')
      .map((name) => rows.watch(name, () => undefined))
    return () => stops.forEach((stop) => stop())
  }, [rows, names])
}

const noColumns: readonly ColumnSeen[] = []

/** The columns in the newest rows of a watched node. */
export function useColumnsSeen(canvasNode: string | undefined): readonly ColumnSeen[] {
  const { seen } = useWorkspace()
  const runNode = useRunNode(canvasNode)
  return useStore(seen, (columns) =>
    runNode === undefined ? noColumns : (columns[runNode] ?? noColumns),
  )
}

function useRunNode(canvasNode: string | undefined): string | undefined {
  return useRun((state) => (canvasNode === undefined ? undefined : state.runNodes.get(canvasNode)))
}
