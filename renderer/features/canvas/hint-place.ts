import { cardSize } from '../../state/tidy.ts'
import type { Position } from '../../state/ruleset.ts'

/** What the hint takes at the top of the canvas, with the air around it. */
const hintSize = { width: 380, height: 48 }

interface Card {
  readonly position: Position
  readonly measured?: { readonly width?: number; readonly height?: number }
}

/** Whether a card is where the hint would stand; `transform` is the place of the origin, and the zoom. */
export function hasCardBelowHint(
  cards: readonly Card[],
  [left, top, zoom]: readonly [number, number, number],
  canvasWidth: number,
): boolean {
  const from = (canvasWidth - hintSize.width) / 2
  return cards.some(({ position, measured }) => {
    const x = left + position.x * zoom
    const y = top + position.y * zoom
    const width = (measured?.width ?? cardSize.width) * zoom
    const height = (measured?.height ?? cardSize.height) * zoom
    return x < from + hintSize.width && x + width > from && y < hintSize.height && y + height > 0
  })
}
