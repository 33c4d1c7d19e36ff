import { useMemo } from 'react'
import { listShape, mergeShapes, outputShape, shapeOfRows, type Shape } from '#engine/language'
import { isGraphRule } from '../../state/language.ts'
import type { SinkNode } from '../../state/ruleset.ts'
import type { TemplateHelp } from '../../state/template-help.ts'
import { useLanguageContext } from '../../state/use-language-context.ts'
import { useRows } from '../../state/use-rows.ts'
import { useDocument } from '../../state/workspace.ts'
import { useActionPreview } from './use-action-preview.ts'

const rowsLookedAt = 50

/** What the templates of a sink are for: the rows that reach it, or before it got any those of its query. */
export function useTemplateHelp(node: SinkNode): TemplateHelp {
  const own = useRows(node.id).rows.in
  const before = useRows(own.length === 0 ? node.input : undefined).rows.out
  const rows = own.length === 0 ? before : own
  const query = useDocument((state) => state.document.nodes.find(({ id }) => id === node.input))
  const contextOf = useLanguageContext()
  const preview = useActionPreview(node, rows.at(-1))
  const isSingle = node.properties['sendSingle'] === true
  return useMemo(() => {
    const shape = (): Shape => {
      const seen = shapeOfRows(rows.slice(-rowsLookedAt).flatMap(({ json }) => json ?? []))
      const row =
        query?.kind === 'sql' && !isGraphRule(query)
          ? mergeShapes(outputShape(query.sql, contextOf(query)), seen)
          : seen
      return isSingle ? row : listShape(row)
    }
    return { shape, preview }
  }, [rows, query, contextOf, preview, isSingle])
}
