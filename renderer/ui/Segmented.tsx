import type { ReactNode } from 'react'
import { moveByKey } from './move-by-key.ts'
import styles from './segmented.module.css'

interface SegmentedProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly options: readonly {
    readonly value: Value
    readonly label: ReactNode
    readonly name?: string
  }[]
  readonly onChange: (value: Value) => void
}

/** One of a few choices, all visible. */
export function Segmented<Value extends string>({
  label,
  value,
  options,
  onChange,
}: SegmentedProps<Value>) {
  const values = options.map((option) => option.value)
  return (
    <div className={styles.group} role="radiogroup" aria-label={label}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          role="radio"
          aria-checked={option.value === value}
          aria-label={option.name}
          tabIndex={option.value === value ? 0 : -1}
          onClick={() => onChange(option.value)}
          onKeyDown={(event) => moveByKey(event, values, value, onChange)}
        >
          {option.label}
        </button>
      ))}
    </div>
  )
}
