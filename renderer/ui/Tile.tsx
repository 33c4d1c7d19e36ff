import { createElement } from 'react'
import { iconOf, type NodeKind } from './icons.ts'
import styles from './tile.module.css'

interface TileProps {
  readonly kind: NodeKind
  readonly icon?: string | undefined
}

/** The coloured icon that says which kind a node is. */
export function Tile({ kind, icon }: TileProps) {
  return (
    <span className={styles.tile} data-kind={kind} aria-hidden>
      {createElement(iconOf(kind, icon), { size: 13, strokeWidth: 1.8 })}
    </span>
  )
}
