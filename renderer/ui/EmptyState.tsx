import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './empty-state.module.css'

interface EmptyStateProps {
  readonly icon?: LucideIcon
  readonly title: string
  readonly children?: ReactNode
}

/** What stands where nothing is: says why, and what to do. */
export function EmptyState({ icon: Icon, title, children }: EmptyStateProps) {
  return (
    <div className={styles.state}>
      {Icon !== undefined && <Icon size={20} strokeWidth={1.5} aria-hidden />}
      <strong>{title}</strong>
      {children !== undefined && <div className={styles.text}>{children}</div>}
    </div>
  )
}
