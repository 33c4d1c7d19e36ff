import { useMemo } from 'react'
import { useStore } from 'zustand'
import {
  catalogOf,
  contextFor,
  declarationOf,
  functionCatalogOf,
  withoutStream,
  type Catalog,
  type FunctionCatalog,
  type KnownColumn,
  type LanguageContext,
} from './language.ts'
import { formatNames } from './format-choices.ts'
import type { CanvasNode } from './ruleset.ts'
import { schemaColumnsOf } from './schema-columns.ts'
import { nameInFrom } from './wires.ts'
import { useDocument, useRun, useSchemaReports, useSession, useWorkspace } from './workspace.ts'

/** What a query of the drawing can name: every stream and rule with its declared and seen columns. */
export function useLanguageContext(): (node: CanvasNode) => LanguageContext {
  const nodes = useDocument((state) => state.document.nodes)
  const columnsOf = useSeenColumnsByName()
  const catalog = useCatalog(nodes)
  const descriptions = useSession((state) => state.functions)
  const functions = useMemo(() => functionCatalogOf(descriptions), [descriptions])
  return useMemo(
    () => createContextOf(catalog, functions, columnsOf),
    [catalog, functions, columnsOf],
  )
}

type ColumnsOf = (stream: string) => readonly KnownColumn[]

function createContextOf(
  catalog: Catalog,
  functions: FunctionCatalog,
  columnsOf: ColumnsOf,
): (node: CanvasNode) => LanguageContext {
  const catalogs = new Map<string, Catalog>()
  return (node) => {
    if (node.kind !== 'sql') return contextFor(node, { catalog, functions }, columnsOf)
    const known = catalogs.get(node.ruleId) ?? withoutStream(catalog, node.ruleId)
    catalogs.set(node.ruleId, known)
    return contextFor(node, { catalog: known, functions }, columnsOf)
  }
}

/** The same catalog as long as names and statements are the same: typing SQL does not make a new one. */
function useCatalog(nodes: readonly CanvasNode[]): Catalog {
  const key = JSON.stringify(nodes.flatMap((node) => declarationOf(node) ?? []))
  const components = useSession((state) => state.components)
  const reports = useSchemaReports()
  return useMemo(
    () =>
      catalogOf(JSON.parse(key) as readonly string[], {
        formats: formatNames(components),
        schemaColumns: schemaColumnsOf(reports),
      }),
    [key, components, reports],
  )
}

const noColumns: readonly KnownColumn[] = []

function useSeenColumnsByName(): ColumnsOf {
  const { seen, document } = useWorkspace()
  const runNodes = useRun((state) => state.runNodes)
  const columns = useStore(seen)
  return useMemo(
    () => (stream) => {
      const { nodes } = document.getState().document
      const node = nodes.find((other) => other.kind !== 'sink' && nameInFrom(other) === stream)
      return columns[runNodes.get(node?.id ?? '') ?? ''] ?? noColumns
    },
    [document, runNodes, columns],
  )
}
