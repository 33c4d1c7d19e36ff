import type { ReactNode } from 'react'
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
  return (
    <div className={styles.group} role="radiogroup" aria-label={label}>
      {options.map((option, index) => (
        <button
          key={option.value}
          type="button"
          role="radio"
          aria-checked={option.value === value}
          aria-label={option.name}
          tabIndex={option.value === value ? 0 : -1}
          onClick={() => onChange(option.value)}
          onKeyDown={(event) => {
            const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
            const next = options[(index + step + options.length) % options.length]
            if (step === 0 || next === undefined) return
            event.preventDefault()
            onChange(next.value)
            const siblings = event.currentTarget.parentElement?.children
            const target = siblings?.[(index + step + options.length) % options.length]
            if (target instanceof HTMLElement) target.focus()
          }}
        >
          {option.label}
        </button>
      ))}
    </div>
  )
}
