import { z } from '#engine/api'

const tls = { group: 'Advanced' } as const

/**
 * How a component speaks TLS, named and typed as in eKuiper. `other` is what it talks to, for the help
 * texts: `broker`, `server`.
 */
export function createTlsProperties(other: string) {
  return {
    rootCaPath: z
      .string()
      .default('')
      .meta({
        title: 'CA certificate file',
        description: `PEM file of the authority that signed the certificate of the ${other}.`,
        widget: 'file',
        ...tls,
      }),
    certificationPath: z
      .string()
      .default('')
      .meta({
        title: 'Client certificate file',
        description: `PEM file with the certificate that this client shows to the ${other}.`,
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
        description: `Do not check who the ${other} is. Only for tests.`,
        ...tls,
      }),
    tlsMinVersion: z
      .enum(['tls1.0', 'tls1.1', 'tls1.2', 'tls1.3'])
      .default('tls1.2')
      .meta({
        title: 'Lowest TLS version',
        description: `Refuse to talk to a ${other} that speaks only older versions.`,
        ...tls,
      }),
  }
}

export interface TlsProperties {
  readonly rootCaPath: string
  readonly certificationPath: string
  readonly privateKeyPath: string
  readonly rootCARaw: string
  readonly certificationRaw: string
  readonly privateKeyRaw: string
  readonly insecureSkipVerify: boolean
  readonly tlsMinVersion: 'tls1.0' | 'tls1.1' | 'tls1.2' | 'tls1.3'
}
