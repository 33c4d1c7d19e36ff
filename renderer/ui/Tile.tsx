import { iconOf, type NodeKind } from './icons.ts'
import styles from './tile.module.css'

interface TileProps {
  readonly kind: NodeKind
  readonly icon?: string | undefined
}

/** The coloured icon that says which kind a node is. */
export function Tile({ kind, icon }: TileProps) {
  const Icon = iconOf(kind, icon)
  return (
    <span className={styles.tile} data-kind={kind} aria-hidden>
      <Icon size={13} strokeWidth={1.8} />
    </span>
  )
}
