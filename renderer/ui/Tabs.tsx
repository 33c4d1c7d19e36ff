import type { ReactNode } from 'react'
import { moveByKey } from './move-by-key.ts'
import styles from './tabs.module.css'

export interface Tab<Value extends string> {
  readonly value: Value
  readonly label: string
  /** A count or mark behind the label. */
  readonly badge?: ReactNode
}

interface TabsProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly tabs: readonly Tab<Value>[]
  readonly onChange: (value: Value) => void
  /** What stands at the right end of the strip. */
  readonly end?: ReactNode
}

export function Tabs<Value extends string>({
  label,
  value,
  tabs,
  onChange,
  end,
}: TabsProps<Value>) {
  const values = tabs.map((tab) => tab.value)
  return (
    <div className={styles.strip}>
      <div className={styles.tabs} role="tablist" aria-label={label}>
        {tabs.map((tab) => (
          <button
            key={tab.value}
            type="button"
            role="tab"
            aria-selected={tab.value === value}
            tabIndex={tab.value === value ? 0 : -1}
            onClick={() => onChange(tab.value)}
            onKeyDown={(event) => moveByKey(event, values, value, onChange)}
          >
            {tab.label}
            {tab.badge}
          </button>
        ))}
      </div>
      <div className={styles.end}>{end}</div>
    </div>
  )
}
