import { Search } from 'lucide-react'
import { useMemo, useRef, useState, type DragEvent, type KeyboardEvent } from 'react'
import {
  paletteItemFormat,
  paletteItemFormatOf,
  paletteItemsOf,
  type PaletteItem,
} from '../../state/add-item.ts'
import { useSession } from '../../state/workspace.ts'
import { Tile } from '../../ui/Tile.tsx'
import { bestOf, searchPalette } from './palette-model.ts'
import styles from './palette.module.css'

interface PaletteProps {
  readonly onAdd: (item: PaletteItem) => void
}

export function Palette({ onAdd }: PaletteProps) {
  const components = useSession((state) => state.components)
  const [search, setSearch] = useState('')
  const list = useRef<HTMLDivElement>(null)
  const groups = useMemo(
    () => searchPalette(paletteItemsOf(components), search),
    [components, search],
  )
  const first = bestOf(groups, search)
  return (
    <nav className={styles.palette} aria-label="Palette">
      <div className={styles.search}>
        <Search size={15} strokeWidth={1.8} aria-hidden />
        <input
          type="search"
          aria-label="Find a node"
          placeholder="Find a node"
          data-palette-search
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && first !== undefined) onAdd(first)
            if (event.key === 'Escape') setSearch('')
            if (event.key === 'ArrowDown') {
              event.preventDefault()
              list.current?.querySelector('button')?.focus()
            }
          }}
        />
        <kbd aria-hidden>/</kbd>
      </div>
      <div className={styles.list} ref={list} onKeyDown={moveFocus}>
        {groups.map((group) => (
          <div key={group.kind} role="group" aria-label={group.title}>
            <h3 className={styles.group}>{group.title}</h3>
            {group.items.map((item) => (
              <Item key={`${item.kind} ${item.type}`} item={item} onAdd={onAdd} />
            ))}
          </div>
        ))}
        {groups.length === 0 && (
          <p className={styles.none}>Nothing here is called &quot;{search}&quot;.</p>
        )}
      </div>
    </nav>
  )
}

interface ItemProps {
  readonly item: PaletteItem
  readonly onAdd: (item: PaletteItem) => void
}

function Item({ item, onAdd }: ItemProps) {
  const startDrag = (event: DragEvent) => {
    event.dataTransfer.setData(paletteItemFormat, JSON.stringify(item))
    event.dataTransfer.setData(paletteItemFormatOf(item.kind), item.kind)
    event.dataTransfer.effectAllowed = 'copy'
  }
  return (
    <button
      type="button"
      className={styles.item}
      draggable
      title={`${item.summary} Drag it to the canvas, or press Enter.`}
      onDragStart={startDrag}
      onClick={() => onAdd(item)}
    >
      <Tile kind={item.kind} icon={item.icon} />
      {item.title}
      {item.note !== undefined && <small>{item.note}</small>}
    </button>
  )
}

function moveFocus(event: KeyboardEvent<HTMLDivElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0) return
  const buttons = [...event.currentTarget.querySelectorAll('button')]
  const index = buttons.findIndex((button) => button === document.activeElement)
  const next = buttons[index + step]
  if (next === undefined) return
  event.preventDefault()
  next.focus()
}
