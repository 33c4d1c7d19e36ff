/** Ends what it was returned for; calling it again does nothing. */
export type Cancel = () => void

/**
 * All time the engine knows. The host gives a real one, tests and the conformance runner a virtual
 * one. Times are milliseconds since 1970 UTC.
 */
export interface Clock {
  now(): number
  /**
   * Calls `run` once, at `at` or as soon after as possible; a time that has passed means at once,
   * but never before this call returned.
   */
  schedule(at: number, run: (now: number) => void): Cancel
}
