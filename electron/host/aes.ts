import { createCipheriv, randomBytes } from 'node:crypto'
import type { CipherGCMTypes } from 'node:crypto'
import type { PayloadCodecs } from '#engine'

type CreateCodec = PayloadCodecs['encryptors'][string]

/** The variable that stands for `aesKey` in eKuiper's configuration: 16, 24 or 32 bytes in base64. */
export const aesKeyVariable = 'SLUICE_AES_KEY'

/**
 * eKuiper's `aes`. Mode `cfb`, the default, writes the initialization vector and the cipher text; `gcm` the
 * nonce, the cipher text and the tag, or with additional data (`aad`) the tag and the cipher text. `iv` and
 * `aad` are base64; without an `iv` each message gets a random one.
 */
export function createAes(environment: Readonly<Record<string, string | undefined>>): CreateCodec {
  return (properties) => {
    const key = readKey(environment[aesKeyVariable])
    const mode = textProperty(properties, 'mode') || 'cfb'
    switch (mode) {
      case 'cfb':
        return createCfb(key, readIv(properties, 16))
      case 'gcm':
        return createGcm(key, readIv(properties, nonceLength), properties)
      default:
        throw new Error(`unsupported AES encryption mode: ${mode}`)
    }
  }
}

const nonceLength = 12

function readKey(text: string | undefined): Buffer {
  if (text === undefined || text === '') {
    throw new Error(
      `AES Key is not defined (set the environment variable ${aesKeyVariable} to eKuiper's aesKey)`,
    )
  }
  const key = readBase64(text)
  if (key === undefined || ![16, 24, 32].includes(key.length)) {
    throw new Error(`${aesKeyVariable} must be 16, 24 or 32 bytes in base64`)
  }
  return key
}

function createCfb(key: Buffer, constantIv: Buffer | undefined): ReturnType<CreateCodec> {
  const method = `aes-${key.length * 8}-cfb`
  return (bytes) => {
    const iv = constantIv ?? randomBytes(16)
    const cipher = createCipheriv(method, key, iv)
    return Buffer.concat([iv, cipher.update(bytes), cipher.final()])
  }
}

function createGcm(
  key: Buffer,
  constantNonce: Buffer | undefined,
  properties: Readonly<Record<string, unknown>>,
): ReturnType<CreateCodec> {
  const method = `aes-${key.length * 8}-gcm` as CipherGCMTypes
  const aadText = textProperty(properties, 'aad')
  const aad = aadText === '' ? undefined : readBase64(aadText)
  if (aadText !== '' && aad === undefined) throw new Error('invalid Aad setting')
  const tagSize = numberProperty(properties, 'tagsize')
  return (bytes) => {
    if (bytes.length < nonceLength) throw new Error('cipertext too short')
    const nonce = constantNonce ?? randomBytes(nonceLength)
    const cipher = createCipheriv(method, key, nonce)
    if (aad !== undefined) cipher.setAAD(aad)
    const text = Buffer.concat([cipher.update(bytes), cipher.final()])
    const tag = cipher.getAuthTag()
    if (aad === undefined) return Buffer.concat([nonce, text, tag])
    return Buffer.concat([tag, Buffer.alloc(Math.max(0, tagSize - tag.length)), text])
  }
}

function readIv(properties: Readonly<Record<string, unknown>>, length: number): Buffer | undefined {
  const text = textProperty(properties, 'iv')
  if (text === '') return undefined
  const iv = readBase64(text)
  if (iv === undefined) throw new Error('invalid IV setting')
  if (iv.length !== length) throw new Error('invalid IV length')
  return iv
}

/** Undefined for what is no standard base64. */
function readBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : undefined
}

/** eKuiper finds the names of properties in any case. */
function propertyOf(properties: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(properties, name)) return properties[name]
  const given = Object.keys(properties).find((key) => key.toLowerCase() === name)
  return given === undefined ? undefined : properties[given]
}

function textProperty(properties: Readonly<Record<string, unknown>>, name: string): string {
  const value = propertyOf(properties, name) ?? ''
  if (typeof value === 'string') return value
  throw new Error(`'${name}' expected type 'string', got ${JSON.stringify(value)}`)
}

function numberProperty(properties: Readonly<Record<string, unknown>>, name: string): number {
  const value = propertyOf(properties, name) ?? 0
  if (typeof value === 'number') return Math.trunc(value)
  throw new Error(`'${name}' expected type 'int', got ${JSON.stringify(value)}`)
}
