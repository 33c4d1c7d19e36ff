/** Thrown by `configure` for a property that cannot be used. `property` is its path, such as `server`. */
export class ConfigurationError extends Error {
  readonly kind = 'configuration-error'
  readonly property: string
  constructor(property: string, message: string) {
    super(message)
    this.name = 'ConfigurationError'
    this.property = property
  }
}

/**
 * Thrown by `open` or `collect` when the other side cannot be reached or went away. The engine tries
 * again (`open`: with back-off; `collect`: as the action's cache and resend properties say); any other
 * error means that this row cannot be written and is not sent again.
 */
export class ConnectionError extends Error {
  readonly kind = 'connection-error'
  constructor(message: string, options?: { readonly cause?: unknown }) {
    super(message, options)
    this.name = 'ConnectionError'
  }
}

/** True for a ConnectionError of any copy of this module: plugins may bring their own. */
export function isConnectionError(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'kind' in error &&
    error.kind === 'connection-error'
  )
}
