import { applyNodeChanges, type NodeChange } from '@xyflow/react'
import { useCallback, useRef, useState } from 'react'
import { moveNodes } from '../../state/edits.ts'
import type { Position, ProjectDocument } from '../../state/ruleset.ts'
import { useDocument, useView, useWorkspace } from '../../state/workspace.ts'
import { cardsOf, type CardNode } from './graph-to-nodes.ts'

interface Derived {
  readonly document: ProjectDocument | undefined
  readonly selected: readonly string[]
  readonly cards: CardNode[]
}

/**
 * The cards React Flow draws. A drag moves only these; the document gets the new places when it ends,
 * as one step.
 */
export function useCards() {
  const workspace = useWorkspace()
  const document = useDocument((state) => state.document)
  const selected = useView((state) => state.selected)
  const [derived, setDerived] = useState<Derived>({ document: undefined, selected, cards: [] })
  let { cards } = derived
  if (derived.document !== document || derived.selected !== selected) {
    cards = cardsOf(document, selected, derived.cards)
    setDerived({ document, selected, cards })
  }
  const isDragging = useRef(false)
  const onNodesChange = useCallback(
    (changes: NodeChange<CardNode>[]) => {
      setDerived((before) => ({ ...before, cards: applyNodeChanges(changes, before.cards) }))
      selectChanged(workspace.view, changes)
      const moved = movedBy(changes)
      const wasDragging = isDragging.current
      const positions = changes.filter((change) => change.type === 'position')
      if (positions.length === 0) return
      isDragging.current = positions.some(({ dragging }) => dragging === true)
      if (moved.size === 0) return
      // Each drag is a step; the arrow keys move in many small ones.
      const options = wasDragging ? {} : { group: `move ${[...moved.keys()].join(' ')}` }
      workspace.document.edit((project) => moveNodes(project, moved), options)
    },
    [workspace],
  )
  return { cards, onNodesChange }
}

function movedBy(changes: readonly NodeChange<CardNode>[]): ReadonlyMap<string, Position> {
  const moved = new Map<string, Position>()
  for (const change of changes) {
    if (change.type !== 'position' || change.dragging === true) continue
    if (change.position !== undefined) moved.set(change.id, change.position)
  }
  return moved
}

function selectChanged(
  view: ReturnType<typeof useWorkspace>['view'],
  changes: readonly NodeChange<CardNode>[],
): void {
  if (!changes.some(({ type }) => type === 'select')) return
  const { selected, selectedWires } = view.getState()
  const next = new Set(selected)
  for (const change of changes) {
    if (change.type !== 'select') continue
    if (change.selected) next.add(change.id)
    else next.delete(change.id)
  }
  view.select([...next], selectedWires)
}
