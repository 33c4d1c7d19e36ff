import { STATUS_CODES } from 'node:http'
import { ConnectionError } from '#engine/api'
import { describeNetworkFailure } from '../network/index.ts'
import type { HttpAnswer, HttpRequest } from './http-client.ts'
import { shownUrl } from './url.ts'

/** Why a request has no answer. `waitedMs` is there where the time was up. A ConnectionError where sending again can help. */
export function sendError(
  cause: unknown,
  { method, url }: HttpRequest,
  waitedMs: number | undefined,
): Error {
  const place = `${method} ${shownUrl(url)}`
  if (waitedMs !== undefined) {
    return new ConnectionError(`${place}: no answer within ${waitedMs} ms.`, { cause })
  }
  const text = cause instanceof Error ? cause.message : String(cause)
  // A header that cannot be sent, a redirect that leads nowhere: the next time is no better.
  if (cause instanceof TypeError || !hasCode(cause))
    return new Error(`${place}: ${text}`, { cause })
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80))
  const reason = describeNetworkFailure(cause, { host: url.hostname, port })
  return new ConnectionError(`${place}: ${reason ?? text}`, { cause })
}

/** An answer that says no. */
export function answerError(
  { status, url }: HttpAnswer,
  { method }: HttpRequest,
  before = '',
  after = '',
): Error {
  const words = STATUS_CODES[status]
  const shown = words === undefined ? String(status) : `${String(status)} (${words})`
  return new Error(`${before}${method} ${shownUrl(url)}: the server answered ${shown}.${after}`)
}

function hasCode(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error
}
