import { z } from '#engine/api'
import { createTlsProperties, type TlsProperties } from '../network/index.ts'

/** What the mqtt source and sink share: how to reach the broker. Named and typed as in eKuiper. */
export const protocolVersions = ['3.1', '3.1.1', '5', '4'] as const
export type ProtocolVersion = (typeof protocolVersions)[number]

const connection = { group: 'Connection' } as const

/** As text, without flags: the form checks it too. */
const schemes = ['tcp', 'mqtt', 'ssl', 'tls', 'tcps', 'mqtts', 'ws', 'wss']
const anyCase = [...schemes, ...schemes.map((scheme) => scheme.toUpperCase())].join('|')
const serverPattern = new RegExp(`^\\s*(embedded|(${anyCase})://[^\\s/].*)\\s*$`)
const serverMessage =
  'Must be an address such as tcp://127.0.0.1:1883, beginning with tcp://, ssl://, ws:// or wss://.'

export const serverHints = {
  title: 'Server',
  description:
    'Address of the broker: tcp://, ssl://, mqtt://, mqtts://, ws:// or wss:// with host and port. ' +
    '"embedded" is the broker that Sluice brings along.',
  placeholder: 'tcp://127.0.0.1:1883',
  patternMessage: serverMessage,
  ...connection,
}

export const serverProperty = z.string().regex(serverPattern, serverMessage)

export const loginProperties = {
  username: z
    .string()
    .default('')
    .meta({ title: 'User name', description: 'Name to log in with.', ...connection }),
  password: z
    .string()
    .default('')
    .meta({
      title: 'Password',
      description: 'Password to log in with.',
      secret: true,
      ...connection,
    }),
  protocolVersion: z
    .enum(protocolVersions)
    .default('3.1.1')
    .meta({
      title: 'Protocol version',
      description: 'Version of MQTT that the broker speaks; 4 is another name of 3.1.1.',
      ...connection,
    }),
}

export const clientIdHints = {
  title: 'Client id',
  description: 'Name of this client at the broker, used by nobody else. Made up where it is empty.',
  ...connection,
}

export const tlsProperties = createTlsProperties('broker')

export interface ConnectionProperties extends TlsProperties {
  readonly server: string
  readonly username: string
  readonly password: string
  readonly protocolVersion: ProtocolVersion
  /** Kept by the schema as an unknown key. */
  readonly connectionSelector?: unknown
}
