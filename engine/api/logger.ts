/**
 * A component's log. Lines are kept with the rule and the operator they come from. `details` stand
 * behind the message: objects as JSON, cut where they are deep.
 */
export interface Logger {
  debug(message: string, ...details: readonly unknown[]): void
  info(message: string, ...details: readonly unknown[]): void
  warn(message: string, ...details: readonly unknown[]): void
  error(message: string, ...details: readonly unknown[]): void
}
