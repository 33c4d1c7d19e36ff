/** The other side of a connection. */
export interface NetworkPlace {
  readonly host: string
  readonly port: number
}

/**
 * Why a connection failed, in words for the person who set it up; undefined for an error that is none of
 * the network's.
 */
export function describeNetworkFailure(
  error: unknown,
  { host, port }: NetworkPlace,
): string | undefined {
  const place = `${host}:${String(port)}`
  const code = codeOf(error)
  switch (code) {
    case undefined:
      return undefined
    case 'ECONNREFUSED':
      return `Connection refused: nothing listens on ${place}.`
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The host name "${host}" is not known (DNS).`
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return `There is no way to ${host} in this network.`
    case 'ETIMEDOUT':
      return `${place} does not answer.`
    case 'ECONNRESET':
    case 'EPIPE':
      return `${place} closed the connection before it answered.`
    default:
      return describeTlsFailure(code, place, error instanceof Error ? error.message : '')
  }
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

const certificateCodes: ReadonlySet<string> = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
])

function isTlsCode(code: string): boolean {
  return certificateCodes.has(code) || /^(CERT_|ERR_SSL|ERR_TLS|EPROTO)/.test(code)
}

function describeTlsFailure(code: string, place: string, text: string): string | undefined {
  if (!isTlsCode(code)) return undefined
  if (certificateCodes.has(code)) {
    return `The certificate of ${place} is not signed by a known authority: give the CA certificate file.`
  }
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      return `The certificate of ${place} has expired.`
    case 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED':
      return `${place} wants a client certificate: give its file and its key file.`
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return `The certificate of ${place} is for another host name.`
    default:
      return `TLS with ${place} failed: ${text.replace(/^[0-9A-F]+:error:[0-9A-F]+:/, '').trim()}`
  }
}
