import { describeNetworkFailure } from '../network/index.ts'
import type { ServerAddress } from './server-address.ts'

/** Why a connection failed, in words for the person who set it up. */
export function describeFailure(error: unknown, address: ServerAddress): string {
  const place = `${address.host}:${address.port}`
  const code = codeOf(error)
  const text = error instanceof Error ? error.message : String(error)
  if (typeof code === 'number') return loginRefused(code, place)
  const network = describeNetworkFailure(error, address)
  if (network !== undefined) return network
  return /connack timeout/i.test(text)
    ? `${place} does not answer as an MQTT broker.`
    : `${place}: ${text}`
}

/** A connection that ended before the broker said yes or no. */
export function describeEarlyClose(address: ServerAddress): string {
  const isTls = address.protocol === 'mqtts' || address.protocol === 'wss'
  const other = isTls ? 'it may not speak TLS,' : 'it may want TLS (ssl://),'
  return `${address.host}:${address.port} closed the connection before the login: ${other} or another protocol version.`
}

function codeOf(error: unknown): string | number | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  const { code } = error
  return typeof code === 'string' || typeof code === 'number' ? code : undefined
}

/** CONNACK codes: 1 to 5 of MQTT 3, 128 and above of MQTT 5. */
function loginRefused(code: number, place: string): string {
  switch (code) {
    case 1:
    case 132:
      return `${place} does not speak this protocol version: choose another one.`
    case 2:
    case 133:
      return `${place} refuses the client id.`
    case 3:
    case 136:
    case 137:
      return `${place} is not available at the moment.`
    case 4:
    case 134:
      return `Wrong user name or password for ${place}.`
    case 5:
    case 135:
      return `${place} refuses the login: wrong user name or password, or not allowed to connect.`
    default:
      return `${place} refuses the connection (MQTT code ${code}).`
  }
}

/** The other side hung up: before the login that has other causes than after it. */
export function isHangUp(error: unknown): boolean {
  const code = codeOf(error)
  return code === 'ECONNRESET' || code === 'EPIPE'
}
