import {
  Background, BackgroundVariant, ConnectionLineType, MiniMap, ReactFlow, SelectionMode, useReactFlow, useStore,
  type FinalConnectionState,
} from '@xyflow/react' // prettier-ignore
import { Minus, Plus } from 'lucide-react'
import { useMemo, useRef, useState, type ReactNode } from 'react'
import { classNames } from '../../lib/class-names.ts'
import { addItem } from '../../state/add-item.ts'
import type { Problem } from '../../state/problems.ts'
import {
  deleteSelection,
  duplicateSelection,
  selectAll,
  tidyAll,
} from '../../state/selection-edits.ts'
import { useDocument, useView, useWorkspace } from '../../state/workspace.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { fitOptions, glideMs } from './canvas-place.tsx'
import styles from './canvas.module.css'
import { EmptyCanvas } from './EmptyCanvas.tsx'
import { hasCardBelowHint } from './hint-place.ts'
import { edgesOf, type CardNode } from './graph-to-nodes.ts'
import { NodeCard } from './NodeCard.tsx'
import { ProblemsContext } from './problems-context.ts'
import { QuickAdd, type LooseWire } from './QuickAdd.tsx'
import { useCards } from './use-cards.ts'
import { useFitting } from './use-fitting.ts'
import { useCanvasKeys, usePaletteDrop, useWireEdits } from './use-canvas-edits.ts'
import { WireLine } from './WireLine.tsx'

const nodeTypes = { card: NodeCard }
const edgeTypes = { wire: WireLine }

/** Below this the texts of a card are too small to be read. */
const farZoom = 0.5
/** Below it the text of a card is larger, and there is less of it. */
const halfZoom = 0.8

interface CanvasProps {
  readonly problems: readonly Problem[]
  /** What an empty canvas offers. */
  readonly emptyActions: ReactNode
}

export function Canvas({ problems, emptyActions }: CanvasProps) {
  const workspace = useWorkspace()
  const { cards, onNodesChange } = useCards()
  const wireEdits = useWireEdits()
  const { isOver, wireBelow, ...drop } = usePaletteDrop()
  const edges = useEdges(wireBelow)
  const loose = useLooseWire()
  const isFar = useView(({ zoom }) => zoom < farZoom)
  const isHalf = useView(({ zoom }) => zoom >= farZoom && zoom < halfZoom)
  const problemsByNode = useMemo(() => groupByNode(problems), [problems])
  const wrapper = useRef<HTMLDivElement>(null)
  const { fit, leave } = useFitting(wrapper)
  useCanvasKeys(wrapper, {
    onDelete: () => deleteSelection(workspace),
    onDuplicate: () => duplicateSelection(workspace),
    onSelectAll: () => selectAll(workspace),
  })
  return (
    <div
      className={classNames(styles.canvas, isOver && styles.dropping)}
      ref={wrapper}
      data-far={isFar || undefined}
      data-half={isHalf || undefined}
      {...drop}
    >
      <ProblemsContext value={problemsByNode}>
        <div className={styles.place}>
          <ReactFlow<CardNode, (typeof edges)[number]>
            aria-label="Canvas"
            nodes={cards}
            edges={edges}
            nodeTypes={nodeTypes}
            edgeTypes={edgeTypes}
            onNodesChange={onNodesChange}
            {...wireEdits}
            onConnectEnd={loose.onConnectEnd}
            // A click on one of several selected nodes means that one.
            onNodeClick={(event, { id }) => {
              if (!event.ctrlKey && !event.metaKey && !event.shiftKey) workspace.view.select([id])
            }}
            // Moved by code, it has no event.
            onMoveStart={(event) => {
              if (event !== null) leave()
            }}
            onMoveEnd={(_event, { zoom }) => workspace.view.setState({ zoom })}
            connectionLineType={ConnectionLineType.Bezier}
            connectionRadius={28}
            deleteKeyCode={null}
            multiSelectionKeyCode={['Control', 'Meta']}
            selectionKeyCode="Shift"
            selectionMode={SelectionMode.Partial}
            minZoom={0.1}
            maxZoom={2}
            snapToGrid
            snapGrid={[4, 4]}
            fitView
            fitViewOptions={fitOptions}
            proOptions={{ hideAttribution: true }}
          >
            <Background variant={BackgroundVariant.Dots} gap={20} size={1.4} />
            {cards.length > 0 && (
              <MiniMap
                className={styles.minimap ?? ''}
                style={{ width: 132, height: 82 }}
                nodeColor={(card) => `var(--${(card as CardNode).data.node.kind})`}
                nodeBorderRadius={12}
                ariaLabel="Overview of the canvas"
                pannable
                zoomable
              />
            )}
          </ReactFlow>
        </div>
      </ProblemsContext>
      {cards.length > 0 && <ZoomButtons fit={fit} leave={leave} />}
      {cards.length === 0 && <EmptyCanvas>{emptyActions}</EmptyCanvas>}
      {cards.length > 0 && <Hint hasWires={edges.length > 0} />}
      {loose.wire !== undefined && (
        <QuickAdd wire={loose.wire} onChoose={loose.onChoose} onClose={loose.onClose} />
      )}
    </div>
  )
}

/** What can be done here that nothing on the canvas shows, until it was done. It gives way to cards. */
function Hint({ hasWires }: { readonly hasWires: boolean }) {
  const isWanted = useView((state) => state.isHintWanted)
  const isInTheWay = useStore(({ nodes, transform, width }) =>
    hasCardBelowHint(nodes, transform, width),
  )
  if ((hasWires && !isWanted) || isInTheWay) return null
  return (
    <div className={styles.tip} role="note">
      {hasWires
        ? 'Drop on a wire to splice, drag from a port to add'
        : 'Drag from a port to connect, or to add the next node'}
    </div>
  )
}

function useEdges(wireBelow: string | undefined) {
  const document = useDocument((state) => state.document)
  const nodes = useView((state) => state.selected)
  const wires = useView((state) => state.selectedWires)
  return useMemo(
    () => edgesOf(document, { nodes, wires, wireBelow }),
    [document, nodes, wires, wireBelow],
  )
}

function useLooseWire() {
  const workspace = useWorkspace()
  const flow = useReactFlow()
  const [wire, setWire] = useState<LooseWire>()
  return {
    wire,
    onClose: () => setWire(undefined),
    onConnectEnd: (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
      const isOverCanvas =
        event.target instanceof Element && event.target.closest('.react-flow__pane') !== null
      const isLoose = state.toNode === null && state.fromHandle?.type === 'source' && isOverCanvas
      if (!isLoose || state.fromNode === null || !(event instanceof MouseEvent)) return
      setWire({ from: state.fromNode.id, x: event.clientX, y: event.clientY })
    },
    onChoose: (item: Parameters<typeof addItem>[1]) => {
      if (wire === undefined) return
      const at = flow.screenToFlowPosition({ x: wire.x, y: wire.y })
      addItem(workspace, item, { x: at.x, y: at.y - 36 }, { from: wire.from })
      workspace.view.setState({ isHintWanted: false })
      setWire(undefined)
    },
  }
}

function ZoomButtons({ fit, leave }: ReturnType<typeof useFitting>) {
  const workspace = useWorkspace()
  const flow = useReactFlow()
  const zoom = (step: () => Promise<boolean>) => {
    leave()
    void step()
  }
  return (
    <div className={styles.zoom} role="group" aria-label="Zoom">
      <IconButton
        icon={Plus}
        label="Zoom in"
        onClick={() => zoom(() => flow.zoomIn({ duration: glideMs(100) }))}
      />
      <IconButton
        icon={Minus}
        label="Zoom out"
        onClick={() => zoom(() => flow.zoomOut({ duration: glideMs(100) }))}
      />
      <Button title="Show all nodes (Ctrl+0)" onClick={fit}>
        Fit
      </Button>
      <Button
        title="Order the nodes from left to right (Ctrl+L)"
        onClick={() => tidyAll(workspace)}
      >
        Tidy
      </Button>
    </div>
  )
}

function groupByNode(problems: readonly Problem[]): ReadonlyMap<string, readonly Problem[]> {
  const byNode = new Map<string, Problem[]>()
  for (const problem of problems) {
    if (problem.node === undefined || problem.severity === 'info') continue
    byNode.set(problem.node, [...(byNode.get(problem.node) ?? []), problem])
  }
  return byNode
}
