import { ReactFlowProvider, useReactFlow } from '@xyflow/react'
import { useMemo, type ReactNode } from 'react'
import type { Position } from '../../state/ruleset.ts'

/** Around everything that asks for places on the canvas. */
export function CanvasProvider({ children }: { readonly children: ReactNode }) {
  return <ReactFlowProvider>{children}</ReactFlowProvider>
}

/** A part of the canvas, in canvas coordinates. */
export interface CanvasArea extends Position {
  readonly width: number
  readonly height: number
}

export interface CanvasPlace {
  /** Shows all nodes. */
  readonly fit: () => void
  /** What is seen now. */
  readonly visibleArea: () => CanvasArea
}

export const fitOptions = { padding: 0.1, maxZoom: 1 }

/** How long the canvas may glide: not at all for who wants no motion. */
export function glideMs(usual: number): number {
  return matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : usual
}

export function useCanvasPlace(): CanvasPlace {
  const flow = useReactFlow()
  return useMemo(
    () => ({
      fit: () => void flow.fitView({ ...fitOptions, duration: glideMs(150) }),
      visibleArea: () => {
        const box = document.querySelector('.react-flow')?.getBoundingClientRect() ?? new DOMRect()
        const from = flow.screenToFlowPosition({ x: box.left, y: box.top })
        const to = flow.screenToFlowPosition({ x: box.right, y: box.bottom })
        return { ...from, width: to.x - from.x, height: to.y - from.y }
      },
    }),
    [flow],
  )
}
