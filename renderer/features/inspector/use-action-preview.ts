import { useEffect, useMemo, useState } from 'react'
import { isTextFormat, previewAction, type ActionPreview } from '#engine/language'
import type { NumberedRow } from '#ipc/row-port'
import { noSchemas } from '../../state/schemas-store.ts'
import type { SinkNode } from '../../state/ruleset.ts'
import { useDocument, useWorkspace } from '../../state/workspace.ts'

/**
 * What an action would send for a row. The engine's own formats are written here; those of
 * plugins by the engine host, so that it comes a moment later.
 */
export function useActionPreview(
  node: SinkNode,
  row: NumberedRow | undefined,
): ActionPreview | undefined {
  const { properties } = node
  const isHere = isTextFormat(properties)
  const own = useMemo(
    () =>
      row?.json === undefined || !isHere
        ? undefined
        : previewAction(properties, row.json, { at: row.at }),
    [properties, row, isHere],
  )
  const asked = useAskedPreview(properties, isHere ? undefined : row)
  return isHere ? own : asked
}

function useAskedPreview(
  properties: SinkNode['properties'],
  row: NumberedRow | undefined,
): ActionPreview | undefined {
  const { client } = useWorkspace()
  const schemas = useDocument((state) => state.document.schemas) ?? noSchemas
  const [preview, setPreview] = useState<ActionPreview>()
  useEffect(() => {
    if (row?.json === undefined) return undefined
    let isWanted = true
    const { json, at } = row
    const given = { properties: { ...properties }, row: json, at, schemas: { ...schemas } }
    client.request('action.preview', given).then(
      ({ preview: made }) => {
        if (isWanted) setPreview(made ?? undefined)
      },
      // Without its host the window shows what it had.
      () => undefined,
    )
    return () => {
      isWanted = false
    }
  }, [client, properties, row, schemas])
  return row?.json === undefined ? undefined : preview
}
