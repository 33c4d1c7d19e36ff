/** What went wrong between the host and a portable plugin; the message says what to do where that is known. */
export class PortableError extends Error {
  readonly kind = 'portable-error'
  readonly reason: 'in-use' | 'time-limit' | 'closed' | 'process' | 'refused' | 'invalid'
  constructor(
    reason: PortableError['reason'],
    message: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options)
    this.name = 'PortableError'
    this.reason = reason
  }
}

export function hasReason(error: unknown, reason: PortableError['reason']): boolean {
  return error instanceof PortableError && error.reason === reason
}

/** The text of anything thrown, never empty. */
export function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return text.trim() === '' ? 'failed without saying why' : text
}
