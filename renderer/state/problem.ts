import type { Fix } from './language.ts'

/** One thing that is wrong or surprising, with the place to mend it. */
export interface Problem {
  readonly severity: 'error' | 'warning' | 'info'
  readonly message: string
  readonly hint?: string
  readonly code?: string
  /** The canvas node. */
  readonly node?: string
  /** The schema of the project. */
  readonly schema?: string
  /** The inspector's field: a property's key, `sql`, `statement`, `name`. */
  readonly field?: string
  readonly start?: number
  readonly end?: number
  readonly fixes?: readonly Fix[]
}

/** A message as a sentence; a name at its start stays as it is written. */
export function sentence(text: string): string {
  const isWord = /^[a-z]+ /.test(text)
  const first = isWord ? text.charAt(0).toUpperCase() + text.slice(1) : text
  return /[.!?]$/.test(first) ? first : `${first}.`
}
