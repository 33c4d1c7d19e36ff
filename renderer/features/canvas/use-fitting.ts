import { useReactFlow } from '@xyflow/react'
import { useCallback, useEffect, useRef, type RefObject } from 'react'
import { useView, useWorkspace } from '../../state/workspace.ts'
import { fitOptions, useCanvasPlace } from './canvas-place.tsx'

interface Fitting {
  /** Shows all nodes, from now on also when the canvas changes its size. */
  readonly fit: () => void
  /** The user looks at another place, which stays. */
  readonly leave: () => void
}

/** Shows all nodes when somebody asks for it, and again when the canvas changes its size. */
export function useFitting(canvas: RefObject<HTMLElement | null>): Fitting {
  const place = useCanvasPlace()
  const flow = useReactFlow()
  const { document, view } = useWorkspace()
  const isFitted = useRef(true)
  const fit = useCallback(() => {
    isFitted.current = true
    place.fit()
  }, [place])
  const leave = useCallback(() => {
    isFitted.current = false
  }, [])
  const serial = useView((state) => state.fitSerial)
  useEffect(() => {
    // Without nodes the wish would wait for the first one, and move it from where it was put.
    if (serial === 0) return
    if (document.getState().document.nodes.length > 0) fit()
    else {
      isFitted.current = true
      void flow.setViewport({ x: 0, y: 0, zoom: 1 })
      view.setState({ zoom: 1 })
    }
  }, [fit, flow, document, view, serial])
  useEffect(() => {
    const element = canvas.current
    if (element === null) return undefined
    const observer = new ResizeObserver(() => {
      const isEmpty = document.getState().document.nodes.length === 0
      if (isFitted.current && !isEmpty) void flow.fitView(fitOptions)
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [canvas, document, flow])
  return { fit, leave }
}
