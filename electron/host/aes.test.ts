import { createDecipheriv } from 'node:crypto'
import type { CipherGCMTypes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createAes } from './aes.ts'

const hex = (text: string): Buffer => Buffer.from(text, 'hex')
const base64 = (text: string): string => hex(text).toString('base64')
const withKey = (key: string) => createAes({ SLUICE_AES_KEY: key })

/** NIST SP 800-38A, F.3.13: CFB128-AES128. */
const key128 = '2b7e151628aed2a6abf7158809cf4f3c'
const iv = '000102030405060708090a0b0c0d0e0f'
const plain = '6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51'
const cfb = '3b3fd92eb72dad20333449f8e83cfb4ac8a64537a0b3a93fcde3cdad9f1ce58b'

describe('aes', () => {
  test('cfb is the vector and the cipher text of the standard', () => {
    const encrypt = withKey(base64(key128))({ iv: base64(iv) })
    expect(Buffer.from(encrypt(hex(plain))).toString('hex')).toBe(iv + cfb)
  })

  test('without a vector each message has its own', () => {
    const encrypt = withKey(base64(key128))({})
    const read = (bytes: Uint8Array): string => {
      const decipher = createDecipheriv('aes-128-cfb', hex(key128), bytes.subarray(0, 16))
      return Buffer.concat([decipher.update(bytes.subarray(16)), decipher.final()]).toString()
    }
    const [first, second] = [encrypt(Buffer.from('hi')), encrypt(Buffer.from('hi'))]
    expect([read(first), read(second)]).toEqual(['hi', 'hi'])
    expect(Buffer.from(first)).not.toEqual(Buffer.from(second))
  })

  test.each([16, 24, 32])('gcm with a key of %i bytes is nonce, cipher text and tag', (length) => {
    const key = Buffer.alloc(length, 7)
    const bytes = withKey(key.toString('base64'))({ mode: 'gcm' })(Buffer.from('at least twelve'))
    const method = `aes-${length * 8}-gcm` as CipherGCMTypes
    const decipher = createDecipheriv(method, key, bytes.subarray(0, 12))
    decipher.setAuthTag(bytes.subarray(-16))
    const text = Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()])
    expect(text.toString()).toBe('at least twelve')
  })

  test('names of settings are found in any case', () => {
    const properties = { Mode: 'gcm', IV: Buffer.alloc(12, 1).toString('base64') }
    const bytes = withKey(base64(key128))(properties)(Buffer.from('at least twelve'))
    expect(Buffer.from(bytes.subarray(0, 12))).toEqual(Buffer.alloc(12, 1))
    expect(bytes).toHaveLength(12 + 15 + 16)
  })

  test('gcm with additional data is the tag, padded, and the cipher text', () => {
    const key = Buffer.alloc(16, 7)
    const nonce = Buffer.alloc(12, 1)
    const properties = { mode: 'gcm', iv: nonce.toString('base64'), aad: 'YWFk', tagsize: 20 }
    const bytes = withKey(key.toString('base64'))(properties)(Buffer.from('at least twelve'))
    const decipher = createDecipheriv('aes-128-gcm', key, nonce)
    decipher.setAAD(Buffer.from('aad'))
    decipher.setAuthTag(bytes.subarray(0, 16))
    const text = Buffer.concat([decipher.update(bytes.subarray(20)), decipher.final()])
    expect(text.toString()).toBe('at least twelve')
  })

  test.each([
    [{}, undefined, 'AES Key is not defined (set the environment variable SLUICE_AES_KEY'],
    [{}, 'c2hvcnQ=', 'SLUICE_AES_KEY must be 16, 24 or 32 bytes in base64'],
    [{}, 'no base64', 'SLUICE_AES_KEY must be 16, 24 or 32 bytes in base64'],
    [{ mode: 'ecb' }, base64(key128), 'unsupported AES encryption mode: ecb'],
    [{ iv: 'c2hvcnQ=' }, base64(key128), 'invalid IV length'],
    [{ iv: '?' }, base64(key128), 'invalid IV setting'],
    [{ iv: 5 }, base64(key128), "'iv' expected type 'string', got 5"],
    [{ mode: 'gcm', aad: '?' }, base64(key128), 'invalid Aad setting'],
  ])('%j with key %s is refused', (properties, key, message) => {
    expect(() => createAes({ SLUICE_AES_KEY: key })(properties)).toThrow(message)
  })
})
