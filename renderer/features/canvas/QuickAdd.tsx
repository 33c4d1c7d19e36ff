import { useEffect, useRef, type KeyboardEvent } from 'react'
import { paletteItemsOf, type PaletteItem } from '../../state/add-item.ts'
import { useDocument, useSession } from '../../state/workspace.ts'
import { Tile } from '../../ui/Tile.tsx'
import styles from './canvas.module.css'

/** A wire that was let go over empty canvas. */
export interface LooseWire {
  readonly from: string
  readonly x: number
  readonly y: number
}

interface QuickAddProps {
  readonly wire: LooseWire
  readonly onChoose: (item: PaletteItem) => void
  readonly onClose: () => void
}

/** The nodes that can stand at the loose end of a wire. */
export function QuickAdd({ wire, onChoose, onClose }: QuickAddProps) {
  const components = useSession((state) => state.components)
  const kind = useDocument((state) => state.document.nodes.find(({ id }) => id === wire.from)?.kind)
  const menu = useRef<HTMLDivElement>(null)
  useEffect(() => {
    menu.current?.querySelector('button')?.focus()
  }, [])
  const items = paletteItemsOf(components).filter((item) =>
    kind === 'source' ? item.kind === 'sql' : item.kind !== 'source',
  )
  return (
    <div
      ref={menu}
      className={styles.quickAdd}
      role="menu"
      aria-label="Add at the end of the wire"
      style={{ left: Math.min(wire.x, innerWidth - 212), top: Math.min(wire.y, innerHeight - 332) }}
      onKeyDown={(event) => moveFocus(event, onClose)}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) onClose()
      }}
    >
      {items.map((item) => (
        <button
          key={`${item.kind} ${item.type}`}
          type="button"
          role="menuitem"
          onClick={() => onChoose(item)}
        >
          <Tile kind={item.kind} icon={item.icon} />
          {item.title}
        </button>
      ))}
    </div>
  )
}

function moveFocus(event: KeyboardEvent<HTMLDivElement>, onClose: () => void): void {
  if (event.key === 'Escape') onClose()
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0) return
  event.preventDefault()
  const buttons = [...event.currentTarget.querySelectorAll('button')]
  const index = buttons.findIndex((button) => button === document.activeElement)
  buttons[(index + step + buttons.length) % buttons.length]?.focus()
}
