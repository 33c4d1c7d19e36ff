import { useReactFlow, type Connection, type EdgeChange } from '@xyflow/react'
import {
  useCallback,
  useEffect,
  useEffectEvent,
  useState,
  type DragEvent,
  type RefObject,
} from 'react'
import { addItem, paletteItemFormat, type PaletteItem } from '../../state/add-item.ts'
import { connect } from '../../state/edits.ts'
import { canConnect } from '../../state/wires.ts'
import { useWorkspace } from '../../state/workspace.ts'
import type { WireEdge } from './graph-to-nodes.ts'

/** Half a card: what is dropped has its middle under the pointer. */
const middle = { x: 110, y: 42 }

export function useWireEdits() {
  const workspace = useWorkspace()
  const onConnect = useCallback(
    ({ source, target }: Connection) =>
      workspace.document.edit((project) => connect(project, source, target)),
    [workspace],
  )
  const isValidConnection = useCallback(
    (wire: Connection | WireEdge) =>
      canConnect(workspace.document.getState().document, wire.source, wire.target),
    [workspace],
  )
  const onEdgesChange = useCallback(
    (changes: EdgeChange<WireEdge>[]) => {
      const { selected, selectedWires } = workspace.view.getState()
      const next = new Set(selectedWires)
      for (const change of changes) {
        if (change.type !== 'select') continue
        if (change.selected) next.add(change.id)
        else next.delete(change.id)
      }
      workspace.view.select(selected, [...next])
    },
    [workspace],
  )
  return { onConnect, isValidConnection, onEdgesChange }
}

/** Items of the palette that are dropped on the canvas. */
export function usePaletteDrop() {
  const workspace = useWorkspace()
  const flow = useReactFlow()
  const [isOver, setOver] = useState(false)
  return {
    isOver,
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes(paletteItemFormat)) return
      event.preventDefault()
      event.dataTransfer.dropEffect = 'copy'
      setOver(true)
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      setOver(false)
      const text = event.dataTransfer.getData(paletteItemFormat)
      if (text === '') return
      event.preventDefault()
      const at = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY })
      const position = { x: at.x - middle.x, y: at.y - middle.y }
      addItem(workspace, JSON.parse(text) as PaletteItem, position)
    },
  }
}

interface CanvasCommands {
  readonly onDelete: () => void
  readonly onDuplicate: () => void
  readonly onSelectAll: () => void
}

/** Keys that mean something only while the canvas, or nothing, has the focus. */
export function useCanvasKeys(
  canvas: RefObject<HTMLElement | null>,
  commands: CanvasCommands,
): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const { target } = event
    const isHere =
      target === document.body || (target instanceof Node && canvas.current?.contains(target))
    if (isHere !== true || event.defaultPrevented) return
    const { onDelete, onDuplicate, onSelectAll } = commands
    const isCommand = event.ctrlKey || event.metaKey
    if (event.key === 'Delete' || event.key === 'Backspace') onDelete()
    else if (isCommand && event.key.toLowerCase() === 'd') onDuplicate()
    else if (isCommand && event.key.toLowerCase() === 'a') onSelectAll()
    else return
    event.preventDefault()
  })
  useEffect(() => {
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}
