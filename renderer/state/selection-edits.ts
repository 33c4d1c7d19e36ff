import { deleteNodes, disconnect, duplicateNodes, moveNodes } from './edits.ts'
import { tidyPositions } from './tidy.ts'
import { wiresOf } from './wires.ts'
import type { Workspace } from './workspace.ts'

/** Deletes the selected nodes and wires, as one step. */
export function deleteSelection({ document, view }: Workspace): void {
  const { selected, selectedWires } = view.getState()
  const cut = wiresOf(document.getState().document).filter(({ id }) => selectedWires.includes(id))
  document.edit((project) => {
    for (const wire of cut) disconnect(project, wire.from, wire.to)
    deleteNodes(project, new Set(selected))
  })
  view.select([])
}

export function duplicateSelection({ document, view, newId }: Workspace): void {
  const { selected } = view.getState()
  let copies: readonly string[] = []
  document.edit((project) => {
    copies = duplicateNodes(project, selected, newId)
  })
  view.select(copies)
}

export function selectAll({ document, view }: Workspace): void {
  view.select(document.getState().document.nodes.map(({ id }) => id))
}

/** Brings all nodes in order from left to right, as one step, and shows them. */
export function tidyAll({ document, view }: Workspace): void {
  const places = tidyPositions(document.getState().document)
  document.edit((project) => moveNodes(project, places))
  view.requestFit()
}
