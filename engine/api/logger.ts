/** A component's log. Lines are kept with the rule and the operator they come from. */
export interface Logger {
  debug(message: string): void
  info(message: string): void
  warn(message: string): void
  error(message: string): void
}
