import type { Diagnostic, Fix } from '../syntax/diagnostic.ts'
import type { Span } from '../syntax/span.ts'

interface Details {
  readonly hint?: string | undefined
  readonly fixes?: readonly Fix[]
}

export function problem(
  code: string,
  message: string,
  span: Span,
  details: Details = {},
): Diagnostic {
  const { hint, fixes } = details
  return {
    code,
    severity: 'error',
    message,
    span,
    ...(hint === undefined ? {} : { hint }),
    ...(fixes === undefined ? {} : { fixes }),
  }
}

export function warning(
  code: string,
  message: string,
  span: Span,
  details: Details = {},
): Diagnostic {
  return { ...problem(code, message, span, details), severity: 'warning' }
}

/** A fix that replaces one range. */
export function replacing(title: string, span: Span, text: string): Fix {
  return { title, edits: [{ span, text }] }
}
