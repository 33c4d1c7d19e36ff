import type { ComponentPropsWithRef } from 'react'
import styles from './switch.module.css'

interface SwitchProps extends Omit<ComponentPropsWithRef<'button'>, 'onChange'> {
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
}

export function Switch({ isOn, onChange, ...rest }: SwitchProps) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={isOn}
      className={styles.switch}
      onClick={() => onChange(!isOn)}
      {...rest}
    />
  )
}
