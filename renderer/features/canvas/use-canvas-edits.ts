import { useReactFlow, type Connection, type EdgeChange } from '@xyflow/react'
import {
  useCallback,
  useEffect,
  useEffectEvent,
  useState,
  type DragEvent,
  type RefObject,
} from 'react'
import {
  addItem,
  paletteItemFormat,
  paletteItemFormatOf,
  type PaletteItem,
} from '../../state/add-item.ts'
import { connect } from '../../state/edits.ts'
import { spliceableWire } from '../../state/splice.ts'
import { cardSize } from '../../state/tidy.ts'
import { canConnect } from '../../state/wires.ts'
import type { Position } from '../../state/ruleset.ts'
import { useWorkspace } from '../../state/workspace.ts'
import { useCanvasPlace, type CanvasArea } from './canvas-place.tsx'
import type { WireEdge } from './graph-to-nodes.ts'

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

/** Items of the palette that are dropped on the canvas; a SQL node on a wire stands between its ends. */
export function usePaletteDrop() {
  const workspace = useWorkspace()
  const flow = useReactFlow()
  const { visibleArea } = useCanvasPlace()
  const [over, setOver] = useState<{ readonly wire: string | undefined }>()
  const wireAt = (event: DragEvent) =>
    spliceableWire(workspace.document.getState().document, wireUnder(event))
  return {
    isOver: over !== undefined,
    wireBelow: over?.wire,
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes(paletteItemFormat)) return
      event.preventDefault()
      event.dataTransfer.dropEffect = 'copy'
      const isSql = event.dataTransfer.types.includes(paletteItemFormatOf('sql'))
      const wire = isSql ? wireAt(event)?.id : undefined
      if (over === undefined || over.wire !== wire) setOver({ wire })
    },
    onDragLeave: (event: DragEvent) => {
      const { currentTarget, relatedTarget } = event
      const isInside = relatedTarget instanceof Node && currentTarget.contains(relatedTarget)
      if (!isInside) setOver(undefined)
    },
    onDrop: (event: DragEvent) => {
      setOver(undefined)
      const text = event.dataTransfer.getData(paletteItemFormat)
      if (text === '') return
      event.preventDefault()
      const at = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY })
      const position = insideOf(visibleArea(), {
        x: at.x - cardSize.width / 2,
        y: at.y - cardSize.height / 2,
      })
      const item = JSON.parse(text) as PaletteItem
      const wire = item.kind === 'sql' ? wireAt(event) : undefined
      addItem(workspace, item, position, { wire })
      if (wire !== undefined) workspace.view.setState({ isHintWanted: false })
    },
  }
}

const margin = 16

/** A card that is dropped near the rim is moved so that all of it is seen. */
function insideOf(area: CanvasArea, { x, y }: Position): Position {
  const right = area.x + area.width - cardSize.width - margin
  const bottom = area.y + area.height - cardSize.height - margin
  return {
    x: Math.max(area.x + margin, Math.min(x, right)),
    y: Math.max(area.y + margin, Math.min(y, bottom)),
  }
}

function wireUnder({ clientX, clientY }: DragEvent): string {
  const [edge] = document
    .elementsFromPoint(clientX, clientY)
    .flatMap((element) => element.closest<SVGElement>('.react-flow__edge') ?? [])
  return edge?.dataset['id'] ?? ''
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
