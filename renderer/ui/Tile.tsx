import { createElement } from 'react'
import { iconOf, type NodeKind } from './icons.ts'
import styles from './tile.module.css'

interface TileProps {
  readonly kind: NodeKind
  /** A name, or a picture as a data URL. */
  readonly icon?: string | undefined
}

/** The coloured icon that says which kind a node is. */
export function Tile({ kind, icon }: TileProps) {
  return (
    <span className={styles.tile} data-kind={kind} aria-hidden>
      {isPicture(icon) ? (
        <img src={icon} alt="" width={16} height={16} draggable={false} />
      ) : (
        createElement(iconOf(kind, icon), { size: 13, strokeWidth: 1.8 })
      )}
    </span>
  )
}

/** In an image an SVG runs nothing and loads nothing; other addresses are none of ours. */
function isPicture(icon: string | undefined): icon is string {
  return icon !== undefined && /^data:image\/(svg\+xml|png|webp);base64,/.test(icon)
}
