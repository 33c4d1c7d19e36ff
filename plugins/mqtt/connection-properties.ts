import { z } from '#engine/api'

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

const tls = { group: 'Advanced' } as const

export const tlsProperties = {
  rootCaPath: z
    .string()
    .default('')
    .meta({
      title: 'CA certificate file',
      description: 'PEM file of the authority that signed the certificate of the broker.',
      widget: 'file',
      ...tls,
    }),
  certificationPath: z
    .string()
    .default('')
    .meta({
      title: 'Client certificate file',
      description: 'PEM file with the certificate that this client shows to the broker.',
      widget: 'file',
      ...tls,
    }),
  privateKeyPath: z
    .string()
    .default('')
    .meta({
      title: 'Client key file',
      description: 'PEM file with the private key of the client certificate.',
      widget: 'file',
      ...tls,
    }),
  rootCARaw: z
    .string()
    .default('')
    .meta({
      title: 'CA certificate',
      description: 'The CA certificate itself, PEM text in base64, instead of a file.',
      ...tls,
    }),
  certificationRaw: z
    .string()
    .default('')
    .meta({
      title: 'Client certificate',
      description: 'The client certificate itself, PEM text in base64, instead of a file.',
      ...tls,
    }),
  privateKeyRaw: z
    .string()
    .default('')
    .meta({
      title: 'Client key',
      description: 'The private key itself, PEM text in base64, instead of a file.',
      secret: true,
      ...tls,
    }),
  insecureSkipVerify: z
    .boolean()
    .default(false)
    .meta({
      title: 'Accept any certificate',
      description: 'Do not check who the broker is. Only for tests.',
      ...tls,
    }),
  tlsMinVersion: z
    .enum(['tls1.0', 'tls1.1', 'tls1.2', 'tls1.3'])
    .default('tls1.2')
    .meta({
      title: 'Lowest TLS version',
      description: 'Refuse to talk to a broker that speaks only older versions.',
      ...tls,
    }),
}

export interface ConnectionProperties {
  readonly server: string
  readonly username: string
  readonly password: string
  readonly protocolVersion: ProtocolVersion
  readonly rootCaPath: string
  readonly certificationPath: string
  readonly privateKeyPath: string
  readonly rootCARaw: string
  readonly certificationRaw: string
  readonly privateKeyRaw: string
  readonly insecureSkipVerify: boolean
  readonly tlsMinVersion: 'tls1.0' | 'tls1.1' | 'tls1.2' | 'tls1.3'
  /** Kept by the schema as an unknown key. */
  readonly connectionSelector?: unknown
}
