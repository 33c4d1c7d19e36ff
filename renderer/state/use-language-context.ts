import { useMemo } from 'react'
import { useStore } from 'zustand'
import type { ColumnSeen } from './columns-seen.ts'
import type { KnownColumn, KnownStream, LanguageContext } from './language.ts'
import { readStatement, type CanvasNode } from './ruleset.ts'
import { nameInFrom } from './wires.ts'
import { useDocument, useRun, useWorkspace } from './workspace.ts'

/** What a query of the drawing can name: every stream and rule with its declared and seen columns. */
export function useLanguageContext(): (node: CanvasNode) => LanguageContext {
  const { seen } = useWorkspace()
  const nodes = useDocument((state) => state.document.nodes)
  const runNodes = useRun((state) => state.runNodes)
  const columns = useStore(seen)
  return useMemo(() => {
    const streams = nodes.flatMap((node): readonly KnownStream[] => {
      if (node.kind === 'sink') return []
      const rows = columns[runNodes.get(node.id) ?? ''] ?? []
      return [{ name: nameInFrom(node), columns: withSeen(declaredColumns(node), rows) }]
    })
    return (node) => ({ streams: streams.filter(({ name }) => name !== nameInFrom(node)) })
  }, [nodes, runNodes, columns])
}

function declaredColumns(node: CanvasNode): readonly KnownColumn[] {
  if (node.kind !== 'source') return []
  const reading = readStatement(node.statement)
  return reading.ok ? reading.form.columns : []
}

function withSeen(
  declared: readonly KnownColumn[],
  seen: readonly ColumnSeen[],
): readonly KnownColumn[] {
  const notes = new Map(seen.map(({ name, values }) => [name, values]))
  const names = new Set(declared.map(({ name }) => name))
  return [
    ...declared.map((column) => {
      const note = notes.get(column.name)
      return note === undefined ? column : { ...column, note }
    }),
    ...seen
      .filter(({ name }) => !names.has(name))
      .map(({ name, type, values }) => ({ name, type, note: values })),
  ]
}
