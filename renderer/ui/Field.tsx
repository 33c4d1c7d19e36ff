import { RotateCcw } from 'lucide-react'
import type { ReactNode } from 'react'
import { classNames } from '../lib/class-names.ts'
import styles from './field.module.css'

interface FieldProps {
  /** The id of the control. */
  readonly id: string
  readonly label: string
  readonly help?: string | undefined
  readonly error?: string | undefined
  /** What is surprising about the value; shown where there is no error. */
  readonly warning?: string | undefined
  readonly isRequired?: boolean | undefined
  /** Whether its value differs from the default. */
  readonly isChanged?: boolean | undefined
  readonly onReset?: (() => void) | undefined
  /** Tall controls stand with their label at the top. */
  readonly isTall?: boolean | undefined
  /** Wide controls stand under their label. */
  readonly isWide?: boolean | undefined
  readonly children: ReactNode
}

/** A label left of its control, with help and error under it. */
export function Field(props: FieldProps) {
  const { id, label, help, error, warning, isRequired, isChanged, onReset } = props
  return (
    <div
      className={classNames(
        styles.field,
        props.isTall === true && styles.tall,
        props.isWide === true && styles.wide,
      )}
    >
      <div className={styles.label}>
        <i
          data-changed={isChanged === true || undefined}
          title={isChanged === true ? 'Changed from the default' : undefined}
        />
        <label
          htmlFor={id}
          id={`${id}-label`}
          title={isRequired === true ? `${label} (required)` : label}
          data-required={isRequired === true || undefined}
        >
          {label}
        </label>
        {isChanged === true && onReset !== undefined && (
          <button
            type="button"
            className={styles.reset}
            title="Back to the default"
            aria-label="Back to the default"
            aria-describedby={`${id}-label`}
            onClick={onReset}
          >
            <RotateCcw size={11} strokeWidth={2} aria-hidden />
          </button>
        )}
      </div>
      <div className={styles.control}>{props.children}</div>
      {error !== undefined && (
        <p className={styles.error} id={`${id}-error`} role="alert">
          {error}
        </p>
      )}
      {warning !== undefined && error === undefined && (
        <p className={styles.warning} id={`${id}-warning`} role="status">
          {warning}
        </p>
      )}
      {help !== undefined && error === undefined && warning === undefined && (
        <p className={styles.help} id={`${id}-help`} title={help}>
          {help}
        </p>
      )}
    </div>
  )
}
