import { isBytes, toGoText } from '../../../types/go-text.ts'
import { encodeUtf8 } from '../../../types/utf8.ts'
import type { Value } from '../../../types/value.ts'
import { expectArguments } from '../../check.ts'
import { EvaluationError, type ScalarFunction } from '../../definition.ts'
import { argumentAt, textAt, type Args } from '../arguments.ts'
import { defineScalar } from '../define.ts'
import { CompressionError } from './byte-sink.ts'
import {
  gzipCompress,
  gzipDecompress,
  HeaderError,
  zlibCompress,
  zlibDecompress,
} from './containers.ts'
import { deflate } from './deflate.ts'
import { inflate } from './inflate.ts'
import { zstdDecompress } from './zstd-read.ts'
import { zstdCompress } from './zstd-write.ts'

type Transform = (data: Uint8Array) => Uint8Array

const COMPRESSORS: ReadonlyMap<string, Transform> = new Map([
  ['zlib', zlibCompress],
  ['gzip', gzipCompress],
  ['flate', deflate],
  ['zstd', zstdCompress],
])

const DECOMPRESSORS: ReadonlyMap<string, Transform> = new Map<string, Transform>([
  ['zlib', zlibDecompress],
  ['gzip', gzipDecompress],
  ['flate', (data) => inflate(data).bytes],
  ['zstd', zstdDecompress],
])

/** A call keeps the method of its first row. */
export const compressionFunctions: readonly ScalarFunction[] = [
  defineScalar({
    name: 'compress',
    category: 'conversion',
    signatures: ['compress(x, method)'],
    summary: 'A text or bytes compressed with zlib, gzip, flate or zstd.',
    example: {
      expression: "cast(decompress(compress(a, 'zlib'), 'zlib'), 'string')",
      row: '{"a":"pump"}',
      result: '"pump"',
    },
    check: expectArguments('string', 'string'),
    ...transformBy((method) => find(COMPRESSORS, 'compressor', method)),
  }),
  defineScalar({
    name: 'decompress',
    category: 'conversion',
    signatures: ['decompress(x, method)'],
    summary: 'The bytes that were compressed with zlib, gzip, flate or zstd.',
    example: {
      expression: "cast(decompress(decode(a, 'base64'), 'zlib'), 'string')",
      row: '{"a":"eJwrKM0tAAAEbQHD"}',
      result: '"pump"',
    },
    check: expectArguments('string', 'string'),
    ...transformBy((method) => find(DECOMPRESSORS, 'decompressor', method)),
  }),
]

function transformBy(
  findTransform: (method: string) => Transform,
): Pick<ScalarFunction, 'evaluate' | 'bind'> {
  return {
    evaluate: (args) => apply(findTransform(textAt(args, 1)), args),
    bind: () => {
      let transform: Transform | undefined
      return (args) => {
        transform ??= findTransform(textAt(args, 1))
        return apply(transform, args)
      }
    },
  }
}

function find(table: ReadonlyMap<string, Transform>, what: string, method: string): Transform {
  const transform = table.get(method)
  if (transform !== undefined) return transform
  throw new EvaluationError(`unsupported ${what}: ${method}`)
}

function apply(transform: Transform, args: Args): Value {
  const value = argumentAt(args, 0)
  const data = typeof value === 'string' ? encodeUtf8(value) : value
  if (!isBytes(data)) {
    const found = toGoText(value)
    throw new EvaluationError(`require string or bytea parameter, but got ${found}`)
  }
  try {
    return transform(data)
  } catch (cause) {
    if (cause instanceof HeaderError) {
      throw new EvaluationError(`failed to decompress: ${cause.message}`)
    }
    if (cause instanceof CompressionError) throw new EvaluationError(cause.message)
    throw cause
  }
}
