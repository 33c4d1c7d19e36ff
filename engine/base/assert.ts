/** Stops on broken code: `reason` says why the condition cannot be false. Never for user mistakes. */
export function invariant(condition: unknown, reason: string): asserts condition {
  if (!condition) throw new Error(`invariant: ${reason}`)
}

/** The default of an exhaustive switch: a new union member is a compile error here. */
export function assertNever(value: never): never {
  throw new Error(`unexpected ${JSON.stringify(value)}`)
}
