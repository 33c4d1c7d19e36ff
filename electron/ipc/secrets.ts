import { z } from 'zod'

const id = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/)

/** What the window knows of the secrets of the project it shows. Their values never go there. */
export const secretState = z.object({
  /**
   * Where values are kept: in the system's key store; encrypted with a key that is no secret, as the user
   * agreed; or in memory until Sluice is closed.
   */
  keeping: z.enum(['system', 'weak', 'session']),
  /** Whether the user can choose between `weak` and `session`: the system has no key store. */
  isChoice: z.boolean(),
  /** Those with a value that can be used. */
  ids: z.array(id),
  /** Those of `ids` that are gone when Sluice is closed. */
  sessionIds: z.array(id),
  /** Stored, but the key store does not decrypt them any more. */
  unreadableIds: z.array(id),
})
export type SecretState = z.output<typeof secretState>

/** Each answers with how things are then, for the project that is shown. */
export const secretRequests = {
  'secret.list': { parameters: z.object({}), result: secretState },
  /** Keeps a value, in place of the one that `id` had. */
  'secret.store': {
    parameters: z.object({ id, value: z.string().min(1) }),
    result: secretState,
  },
  'secret.remove': { parameters: z.object({ id }), result: secretState },
  /** For all projects. Taken back, what was kept stays until Sluice is closed. */
  'secret.allowWeak': { parameters: z.object({ isAllowed: z.boolean() }), result: secretState },
} as const
