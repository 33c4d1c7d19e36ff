import { ConfigurationError } from '#engine/api'

export interface ServerAddress {
  /** As mqtt.js names it. */
  readonly protocol: 'mqtt' | 'mqtts' | 'ws' | 'wss'
  readonly host: string
  readonly port: number
  /** WebSocket only. */
  readonly path: string
}

const schemes: Readonly<Record<string, { protocol: ServerAddress['protocol']; port: number }>> = {
  tcp: { protocol: 'mqtt', port: 1883 },
  mqtt: { protocol: 'mqtt', port: 1883 },
  ssl: { protocol: 'mqtts', port: 8883 },
  tls: { protocol: 'mqtts', port: 8883 },
  tcps: { protocol: 'mqtts', port: 8883 },
  mqtts: { protocol: 'mqtts', port: 8883 },
  ws: { protocol: 'ws', port: 80 },
  wss: { protocol: 'wss', port: 443 },
}

/** Reads the `server` property; throws ConfigurationError for what is no address of a broker. */
export function parseServer(server: string): ServerAddress {
  const match = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/i.exec(server.trim())
  if (match === null) throw wrongServer(server, advice(server))
  const scheme = schemes[(match[1] ?? '').toLowerCase()]
  if (scheme === undefined)
    throw wrongServer(server, 'it must begin with tcp://, ssl://, ws:// or wss://')
  // The platform's parser knows ports and IPv6 only for the schemes it knows.
  const rest = match[2] ?? ''
  const url = URL.canParse(`http://${rest}`) ? new URL(`http://${rest}`) : undefined
  if (url === undefined || url.hostname === '')
    throw wrongServer(server, 'host or port cannot be read')
  const hasPort = /:80(\/|\?|$)/.test(rest) || url.port !== ''
  return {
    protocol: scheme.protocol,
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: hasPort ? Number(url.port || 80) : scheme.port,
    path: `${url.pathname}${url.search}`,
  }
}

function advice(server: string): string {
  if (server.trim() === '') return 'write the address of the broker, such as tcp://127.0.0.1:1883'
  if (server === 'embedded')
    return 'the embedded broker does not run here, write the address of a broker'
  return `write it with its scheme, such as tcp://${server}`
}

function wrongServer(server: string, reason: string): ConfigurationError {
  return new ConfigurationError('server', `"${server}" is no address of a broker: ${reason}`)
}
