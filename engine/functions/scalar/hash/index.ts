import { encodeUtf8 } from '../../../types/utf8.ts'
import { expectArguments } from '../../check.ts'
import type { ScalarFunction } from '../../definition.ts'
import { textAt } from '../arguments.ts'
import { defineScalar } from '../define.ts'
import { crc32 } from './crc32.ts'
import { md5 } from './md5.ts'
import { sha1 } from './sha1.ts'
import { sha256 } from './sha256.ts'
import { sha384, sha512 } from './sha512.ts'

/** Digests of the UTF-8 of a text; other values are hashed as Go prints them. */
export const hashFunctions: readonly ScalarFunction[] = [
  defineHash('md5', 'MD5', '900150983cd24fb0d6963f7d28e17f72', md5),
  defineHash('sha1', 'SHA-1', 'a9993e364706816aba3e25717850c26c9cd0d89d', sha1),
  defineHash(
    'sha256',
    'SHA-256',
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    sha256,
  ),
  defineHash(
    'sha384',
    'SHA-384',
    'cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7',
    sha384,
  ),
  defineHash(
    'sha512',
    'SHA-512',
    'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
    sha512,
  ),
  // Without leading zeros, unlike the others.
  defineHash('crc32', 'CRC-32', '352441c2', (bytes) => crc32(bytes).toString(16)),
]

function defineHash(
  name: string,
  title: string,
  ofAbc: string,
  hash: (bytes: Uint8Array) => string,
): ScalarFunction {
  return defineScalar({
    name,
    category: 'hash',
    signatures: [`${name}(text)`],
    summary: `The ${title} of a text, in hexadecimal.`,
    example: { expression: `${name}(a)`, row: '{"a":"abc"}', result: `"${ofAbc}"` },
    check: expectArguments('string'),
    evaluate: (args) => hash(encodeUtf8(textAt(args, 0))),
  })
}
