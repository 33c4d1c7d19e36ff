import { isRecord } from '../package/localized.ts'
import { PortableError } from '../protocol/errors.ts'

/** The result in a function's answer. Throws a PortableError with the plugin's text for `state: false`. */
export function readReply(name: string, answer: string): unknown {
  let reply: unknown
  try {
    reply = JSON.parse(answer)
  } catch {
    throw refused(`function ${name} answered ${answer.slice(0, 200)}, which is not JSON`)
  }
  if (!isRecord(reply) || typeof reply.state !== 'boolean') {
    throw refused(`function ${name} answered ${answer.slice(0, 200)} without a state`)
  }
  if (reply.state) return reply.result ?? null
  const { result } = reply
  const text = typeof result === 'string' ? result : (JSON.stringify(result) ?? '')
  const isEmpty = text.trim() === '' || text === 'null'
  throw refused(isEmpty ? `function ${name} failed without saying why` : text)
}

function refused(message: string): PortableError {
  return new PortableError('refused', message)
}
