import type { ReactNode } from 'react'
import styles from './pill.module.css'

interface PillProps {
  readonly tone?: 'plain' | 'running' | 'warning' | 'error'
  readonly children: ReactNode
}

export function Pill({ tone = 'plain', children }: PillProps) {
  return (
    <span className={styles.pill} data-tone={tone}>
      {children}
    </span>
  )
}
