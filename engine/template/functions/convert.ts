import { formatFloat } from '../../types/float-text.ts'
import { parseGoFloat, parseGoInteger, truncateToInt64 } from '../../types/cast.ts'
import { decodeUtf8, encodeUtf8 } from '../../types/utf8.ts'
import {
  GoInt,
  integerOf,
  isBytesValue,
  isListValue,
  textOf,
  typedList,
  type TemplateValue,
} from '../value.ts'

/** The lenient conversions of sprig's functions: what is no number is zero. */
export function toInt64(value: TemplateValue): bigint {
  const integer = integerOf(value)
  if (integer !== undefined) return integer
  switch (typeof value) {
    case 'number':
      return truncateToInt64(value)
    case 'boolean':
      return value ? 1n : 0n
    case 'string':
      return parseGoInteger(value.replace(/\.0+$/, '')) ?? 0n
    default:
      return 0n
  }
}

export function toFloat(value: TemplateValue): number {
  const integer = integerOf(value)
  if (integer !== undefined) return Number(integer)
  switch (typeof value) {
    case 'number':
      return value
    case 'boolean':
      return value ? 1 : 0
    case 'string':
      return parseGoFloat(value) ?? 0
    default:
      return 0
  }
}

/** The number of a parameter that takes an int, already checked. */
export function count(value: TemplateValue): number {
  return value instanceof GoInt ? Number(value.value) : 0
}

export function text(value: TemplateValue): string {
  return typeof value === 'string' ? value : ''
}

/** sprig's text of any value: bytes are text. */
export function toText(value: TemplateValue): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return formatFloat(value)
  return isBytesValue(value) ? decodeUtf8(value) : textOf(value)
}

/** The texts of a list without its nulls; anything else is a list of itself. */
export function toTexts(value: TemplateValue): readonly string[] {
  if (value === undefined || value === null) return []
  if (!isListValue(value)) return [toText(value)]
  return value.filter((item) => item !== undefined && item !== null).map(toText)
}

export function textList(texts: readonly string[]): readonly string[] {
  return typedList(texts, '[]string')
}

export function isEmpty(value: TemplateValue): boolean {
  if (value === undefined || value === null) return true
  if (value instanceof GoInt) return value.value === 0n
  switch (typeof value) {
    case 'boolean':
      return !value
    case 'number':
      return value === 0
    case 'bigint':
      return value === 0n
    case 'string':
      return value === ''
    default:
      if (isListValue(value) || isBytesValue(value)) return value.length === 0
      return Object.getPrototypeOf(value) !== Object.prototype && Object.keys(value).length === 0
  }
}

/** A text as the characters of its bytes, for what Go does byte by byte. */
export function toByteText(value: string): string {
  let bytes = ''
  for (const byte of encodeUtf8(value)) bytes += String.fromCharCode(byte)
  return bytes
}

export function fromByteText(bytes: string): string {
  return decodeUtf8(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)))
}

/** Texts are cut by bytes; half a character becomes U+FFFD. */
export function byteSlice(value: string, from: number, to?: number): string {
  return decodeUtf8(encodeUtf8(value).subarray(from, to))
}

export function byteLength(value: string): number {
  return encodeUtf8(value).length
}
