import type { ReactNode } from 'react'
import styles from './data-panel.module.css'

/** Short facts with their names before them. */
export function Facts({ children }: { readonly children: ReactNode }) {
  return <dl className={styles.facts}>{children}</dl>
}

export function Fact({
  title,
  children,
}: {
  readonly title: string
  readonly children: ReactNode
}) {
  return (
    <>
      <dt>{title}</dt>
      <dd className="mono">{children}</dd>
    </>
  )
}
