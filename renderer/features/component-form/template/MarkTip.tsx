import { useState, type MouseEvent, type RefObject } from 'react'
import { createPortal } from 'react-dom'
import styles from './template.module.css'

interface Tip {
  readonly text: string
  readonly left: number
  readonly top: number
}

/** What is wrong where the mouse points. The field lies over the text, so that places are looked up. */
export function useMarkTip(shown: RefObject<HTMLElement | null>): {
  readonly shown: Tip | undefined
  readonly follow: (event: MouseEvent) => void
  readonly hide: () => void
} {
  const [tip, setTip] = useState<Tip>()
  return {
    shown: tip,
    follow({ clientX, clientY }) {
      const marks = shown.current?.querySelectorAll<HTMLElement>('[data-message]') ?? []
      const [found] = [...marks].flatMap((mark): readonly Tip[] =>
        [...mark.getClientRects()]
          .filter(
            ({ left, right, top, bottom }) =>
              left <= clientX && clientX <= right && top <= clientY && clientY <= bottom,
          )
          .map(({ left, bottom }) => ({
            text: mark.dataset['message'] ?? '',
            left: Math.min(left, window.innerWidth - 340),
            top: bottom + 4,
          })),
      )
      setTip((before) =>
        found?.text === before?.text && found?.top === before?.top ? before : found,
      )
    },
    hide: () => setTip(undefined),
  }
}

export function MarkTip({ tip }: { readonly tip: Tip | undefined }) {
  if (tip === undefined) return null
  return createPortal(
    <p className={styles.tip} role="tooltip" style={{ left: tip.left, top: tip.top }}>
      {tip.text}
    </p>,
    document.body,
  )
}
