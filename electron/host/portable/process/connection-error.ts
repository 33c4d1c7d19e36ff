import { ConnectionError } from '#engine/api'
import { hasReason, messageOf } from '../protocol/errors.ts'

/**
 * The error that the engine expects of `open`. A plugin that refuses to start a symbol would do so again,
 * as it would for eKuiper, so that one fails the rule; everything else is tried again.
 */
export function toConnectionError(error: unknown): Error {
  if (hasReason(error, 'refused')) return new Error(messageOf(error), { cause: error })
  return new ConnectionError(messageOf(error), { cause: error })
}
