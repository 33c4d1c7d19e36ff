import { Buffer } from 'node:buffer'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeBase64, encodeBase64 } from './base64.ts'
import { compareUtf8, decodeUtf8, encodeUtf8, utf8Length } from './utf8.ts'

const texts = fc.string({ unit: 'binary' })

test('texts are ordered and measured by their UTF-8', () => {
  fc.assert(
    fc.property(texts, texts, (a, b) => {
      expect(Math.sign(compareUtf8(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)))
      expect(utf8Length(a)).toBe(Buffer.byteLength(a))
      expect(decodeUtf8(encodeUtf8(a))).toBe(a)
    }),
  )
})

test('every byte that is no text becomes one replacement character', () => {
  expect(decodeUtf8(Uint8Array.of(0xff, 0x61, 0xe6, 0xb8))).toBe('\ufffda\ufffd\ufffd')
})

test('base64 is what Node makes of it', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const text = encodeBase64(bytes)
      expect(text).toBe(Buffer.from(bytes).toString('base64'))
      expect(decodeBase64(text)).toEqual({ ok: true, bytes })
    }),
  )
})

test.each([
  ['a', 0],
  ['ab', 0],
  ['aGk', 0],
  ['aG!k', 2],
  ['aGk==', 4],
  ['====', 0],
  ['aGk=x', 4],
  ['aG=', 3],
  ['YQ=a', 2],
])('%j is no base64 from byte %d on', (text, at) => {
  expect(decodeBase64(text)).toEqual({ ok: false, at })
})
