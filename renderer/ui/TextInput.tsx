import type { ComponentPropsWithRef } from 'react'
import { classNames } from '../lib/class-names.ts'
import styles from './input.module.css'

interface TextInputProps extends ComponentPropsWithRef<'input'> {
  readonly isInvalid?: boolean | undefined
  readonly isData?: boolean | undefined
}

export function TextInput({ isInvalid, isData, className, ...rest }: TextInputProps) {
  return (
    <input
      type="text"
      spellCheck={false}
      autoComplete="off"
      aria-invalid={isInvalid === true || undefined}
      className={classNames(styles.input, isData === true && 'mono', className)}
      {...rest}
    />
  )
}

interface TextAreaProps extends ComponentPropsWithRef<'textarea'> {
  readonly isInvalid?: boolean | undefined
  readonly isData?: boolean | undefined
}

export function TextArea({ isInvalid, isData, className, ...rest }: TextAreaProps) {
  return (
    <textarea
      spellCheck={false}
      aria-invalid={isInvalid === true || undefined}
      className={classNames(styles.area, isData === true && 'mono', className)}
      {...rest}
    />
  )
}
