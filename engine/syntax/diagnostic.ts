import type { Span } from './span.ts'

export type Severity = 'error' | 'warning' | 'info'

/** A change of the text that mends what a diagnostic says; `title` is what the user reads on the link. */
export interface Fix {
  readonly title: string
  readonly edits: readonly { readonly span: Span; readonly text: string }[]
}

/**
 * A user's mistake, or a surprise in what they wrote, as data. `code` is stable: `SQL1xxx` lexing and
 * parsing, `SQL2xxx` names and types, `SQL23xx` warnings about surprising behaviour, `SQL3xxx` planning,
 * `RUL4xxx` rule JSON and options, `CFG5xxx` component configuration, `PLG6xxx` plugins.
 */
export interface Diagnostic {
  readonly code: string
  readonly severity: Severity
  /** What is wrong, with the value. */
  readonly message: string
  readonly span: Span
  /** What to do about it. */
  readonly hint?: string
  readonly fixes?: readonly Fix[]
}
