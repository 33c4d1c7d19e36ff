import { ScalarType } from '@bufbuild/protobuf'
import { describeValue, truncateToInt64, type Value } from '#engine/api'

/** A value that a field of this type cannot have; the message is eKuiper's. */
export class ConversionError extends Error {
  constructor(value: Value | undefined, type: string, reason = '') {
    super(`cannot convert ${describeValue(value)} to ${type}${reason}`)
    this.name = 'ConversionError'
  }
}

/** What eKuiper's messages call the types of one kind. */
export type TypeName = 'float' | 'int' | 'uint' | 'bool' | 'string' | 'bytes'

export function typeNameOf(type: ScalarType): TypeName {
  switch (type) {
    case ScalarType.DOUBLE:
    case ScalarType.FLOAT:
      return 'float'
    case ScalarType.INT32:
    case ScalarType.SINT32:
    case ScalarType.SFIXED32:
    case ScalarType.INT64:
    case ScalarType.SINT64:
    case ScalarType.SFIXED64:
      return 'int'
    case ScalarType.UINT32:
    case ScalarType.FIXED32:
    case ScalarType.UINT64:
    case ScalarType.FIXED64:
      return 'uint'
    case ScalarType.BOOL:
      return 'bool'
    case ScalarType.STRING:
      return 'string'
    case ScalarType.BYTES:
      return 'bytes'
  }
}

/**
 * The value as a field of this type has it. As in eKuiper numbers fit every type of number: fractions
 * are cut, what is too long for 32 bits loses its upper ones; texts and numbers are never each other's.
 * Throws ConversionError.
 */
export function toScalar(type: ScalarType, value: Value): unknown {
  switch (type) {
    case ScalarType.DOUBLE:
      return toFloat(value)
    case ScalarType.FLOAT:
      return Math.fround(toFloat(value))
    case ScalarType.INT32:
    case ScalarType.SINT32:
    case ScalarType.SFIXED32:
      return toInt32(value)
    case ScalarType.INT64:
    case ScalarType.SINT64:
    case ScalarType.SFIXED64:
      return toInt64(value, 'int64')
    case ScalarType.UINT32:
    case ScalarType.FIXED32:
      return Number(BigInt.asUintN(32, toUint64(value)))
    case ScalarType.UINT64:
    case ScalarType.FIXED64:
      return toUint64(value)
    case ScalarType.BOOL:
      if (typeof value === 'boolean') return value
      throw new ConversionError(value, 'bool')
    case ScalarType.STRING:
      if (typeof value === 'string') return value
      if (value instanceof Uint8Array) return new TextDecoder().decode(value)
      throw new ConversionError(value, 'string')
    case ScalarType.BYTES:
      if (value instanceof Uint8Array) return value
      if (typeof value === 'string') return new TextEncoder().encode(value)
      throw new ConversionError(value, 'bytes')
  }
}

/** Enums too. */
export function toInt32(value: Value): number {
  return Number(BigInt.asIntN(32, toInt64(value, 'int')))
}

function toFloat(value: Value): number {
  if (typeof value === 'number') return value
  if (typeof value === 'bigint') return Number(value)
  throw new ConversionError(value, 'float64')
}

function toInt64(value: Value, type: string): bigint {
  if (typeof value === 'bigint') return value
  if (typeof value === 'number') return truncateToInt64(value)
  throw new ConversionError(value, type)
}

function toUint64(value: Value): bigint {
  if (typeof value !== 'bigint' && typeof value !== 'number') {
    throw new ConversionError(value, 'uint')
  }
  if (value < 0) throw new ConversionError(value, 'uint', ', negative not allowed')
  const whole = typeof value === 'bigint' ? value : toWhole(value)
  return BigInt.asUintN(64, whole)
}

/** Go's uint64(float) on amd64. */
const toWhole = (value: number): bigint =>
  Number.isFinite(value) && value < 2 ** 64 ? BigInt(Math.trunc(value)) : 2n ** 63n
