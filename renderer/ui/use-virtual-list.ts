import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef, type RefObject } from 'react'

export interface VirtualList {
  readonly scroller: RefObject<HTMLDivElement | null>
  readonly height: number
  readonly items: readonly { readonly index: number; readonly top: number }[]
  readonly scrollTo: (index: number) => void
}

/** Of a long list with lines of one height, the lines that are in sight. */
export function useVirtualList(count: number, lineHeight: number): VirtualList {
  const scroller = useRef<HTMLDivElement>(null)
  // eslint-disable-next-line react-hooks/incompatible-library -- this hook is not compiled, and gives plain data
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    overscan: 8,
  })
  return {
    scroller,
    height: virtualizer.getTotalSize(),
    items: virtualizer.getVirtualItems().map(({ index, start }) => ({ index, top: start })),
    scrollTo: (index) => virtualizer.scrollToIndex(index),
  }
}
