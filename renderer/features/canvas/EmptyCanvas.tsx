import type { ReactNode } from 'react'
import styles from './canvas.module.css'

export function EmptyCanvas({ children }: { readonly children: ReactNode }) {
  return (
    <div className={styles.empty}>
      <div className={styles.ghost}>
        <strong>Drag a source here</strong>
        <span>or paste SQL, rule JSON or a ruleset with Ctrl+V</span>
      </div>
      <div className={styles.emptyActions}>{children}</div>
    </div>
  )
}
