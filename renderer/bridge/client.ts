import type { SluiceClient } from '#ipc/contract'

declare global {
  interface Window {
    /** Put there by the preload script. */
    readonly sluice?: SluiceClient
  }
}

export type { SluiceClient }

/** A request that failed, as the preload script rejects with it. */
export interface RequestProblem {
  readonly code?: string
  readonly message: string
  readonly hint?: string
}

export function describeProblem(error: unknown): RequestProblem {
  if (typeof error !== 'object' || error === null) return { message: String(error) }
  const { code, message, hint } = error as Partial<Record<keyof RequestProblem, unknown>>
  return {
    message:
      typeof message === 'string' && message !== '' ? message : 'It failed without a reason.',
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof hint === 'string' ? { hint } : {}),
  }
}
