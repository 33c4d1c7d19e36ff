import { Tooltip } from '@mantine/core'
import type { LucideIcon } from 'lucide-react'
import type { ComponentPropsWithRef, ReactNode } from 'react'
import { classNames } from '../lib/class-names.ts'
import styles from './button.module.css'

interface ButtonProps extends ComponentPropsWithRef<'button'> {
  readonly icon?: LucideIcon
  readonly tone?: 'plain' | 'primary' | 'danger' | 'quiet'
  readonly children?: ReactNode
}

export function Button({ icon: Icon, tone = 'plain', className, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      className={classNames(styles.button, className)}
      data-tone={tone}
      {...rest}
    >
      {Icon !== undefined && <Icon size={15} strokeWidth={1.8} aria-hidden />}
      {children}
    </button>
  )
}

interface IconButtonProps extends Omit<ButtonProps, 'children' | 'icon'> {
  readonly icon: LucideIcon
  /** Its accessible name and tooltip. */
  readonly label: string
  readonly shortcut?: string
}

export function IconButton({ icon: Icon, label, shortcut, className, ...rest }: IconButtonProps) {
  return (
    <Tooltip label={shortcut === undefined ? label : `${label} (${shortcut})`}>
      <Button aria-label={label} className={classNames(styles.icon, className)} {...rest}>
        <Icon size={15} strokeWidth={1.8} aria-hidden />
      </Button>
    </Tooltip>
  )
}
