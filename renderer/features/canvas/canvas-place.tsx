import { ReactFlowProvider, useReactFlow } from '@xyflow/react'
import { useMemo, type ReactNode } from 'react'
import type { Position } from '../../state/ruleset.ts'

/** Around everything that asks for places on the canvas. */
export function CanvasProvider({ children }: { readonly children: ReactNode }) {
  return <ReactFlowProvider>{children}</ReactFlowProvider>
}

export interface CanvasPlace {
  /** Shows all nodes. */
  readonly fit: () => void
  /** Shows one node in the middle, if it is not in sight. */
  readonly reveal: (node: string) => void
  /** The middle of what is seen, in canvas coordinates. */
  readonly middle: () => Position
}

export const fitOptions = { padding: 0.12, maxZoom: 1 }

export function useCanvasPlace(): CanvasPlace {
  const flow = useReactFlow()
  return useMemo(
    () => ({
      fit: () => void flow.fitView({ ...fitOptions, duration: 150 }),
      reveal: (node) => {
        const card = flow.getNode(node)
        if (
          card !== undefined &&
          !flow.isNodeIntersecting(card, visibleArea(flow.screenToFlowPosition))
        ) {
          void flow.fitView({ nodes: [card], maxZoom: 1, duration: 150 })
        }
      },
      middle: () => {
        const area = visibleArea(flow.screenToFlowPosition)
        return { x: area.x + area.width / 2 - 110, y: area.y + area.height / 2 - 42 }
      },
    }),
    [flow],
  )
}

function visibleArea(toFlow: (screen: Position) => Position) {
  const box = document.querySelector('.react-flow')?.getBoundingClientRect() ?? new DOMRect()
  const from = toFlow({ x: box.left, y: box.top })
  const to = toFlow({ x: box.right, y: box.bottom })
  return { ...from, width: to.x - from.x, height: to.y - from.y }
}
