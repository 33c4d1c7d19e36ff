import type { KeyboardEvent } from 'react'

/** In a line of buttons, one of each value: the arrow keys, Home and End choose another, which gets the focus. */
export function moveByKey<Value extends string>(
  event: KeyboardEvent<HTMLButtonElement>,
  values: readonly Value[],
  value: Value,
  onChange: (value: Value) => void,
): void {
  const index = indexByKey(event.key, values.indexOf(value), values.length)
  const next = index === undefined ? undefined : values[index]
  if (index === undefined || next === undefined) return
  event.preventDefault()
  onChange(next)
  event.currentTarget.parentElement
    ?.querySelectorAll<HTMLElement>(':scope > button')
    [index]?.focus()
}

function indexByKey(key: string, index: number, length: number): number | undefined {
  switch (key) {
    case 'ArrowRight':
      return (index + 1) % length
    case 'ArrowLeft':
      return (index - 1 + length) % length
    case 'Home':
      return 0
    case 'End':
      return length - 1
    default:
      return undefined
  }
}
