import { readFileSync } from 'node:fs'
import { ConfigurationError } from '#engine/api'
import type { TlsProperties } from './tls-properties.ts'

export interface TlsSettings {
  readonly rejectUnauthorized: boolean
  readonly minVersion: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3'
  readonly ca?: Buffer
  readonly cert?: Buffer
  readonly key?: Buffer
}

const versions = {
  'tls1.0': 'TLSv1',
  'tls1.1': 'TLSv1.1',
  'tls1.2': 'TLSv1.2',
  'tls1.3': 'TLSv1.3',
} as const

/** Reads the certificates; throws ConfigurationError for a file that cannot be read. */
export function readTlsSettings(properties: TlsProperties): TlsSettings {
  const ca = readPem(properties, 'rootCaPath', 'rootCARaw')
  const cert = readPem(properties, 'certificationPath', 'certificationRaw')
  const key = readPem(properties, 'privateKeyPath', 'privateKeyRaw')
  if ((cert === undefined) !== (key === undefined)) {
    const missing = cert === undefined ? 'certificationPath' : 'privateKeyPath'
    throw new ConfigurationError(
      missing,
      'a client certificate needs both its file and its key file',
    )
  }
  return {
    rejectUnauthorized: !properties.insecureSkipVerify,
    minVersion: versions[properties.tlsMinVersion],
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  }
}

function readPem(
  properties: TlsProperties,
  pathName: 'rootCaPath' | 'certificationPath' | 'privateKeyPath',
  rawName: 'rootCARaw' | 'certificationRaw' | 'privateKeyRaw',
): Buffer | undefined {
  const raw = properties[rawName]
  if (raw !== '') return Buffer.from(raw, 'base64')
  const path = properties[pathName]
  if (path === '') return undefined
  try {
    return readFileSync(path)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new ConfigurationError(pathName, `the file "${path}" cannot be read: ${reason}`)
  }
}
