import { adler32 } from '../../base/adler32.ts'
import { decodeBase64, encodeBase64 } from '../../types/base64.ts'
import { formatPlainFloat } from '../../types/float-text.ts'
import { parseJsonText } from '../../types/json-parse.ts'
import { JsonTextError, toJsonText } from '../../types/json-text.ts'
import { decodeUtf8, encodeUtf8 } from '../../types/utf8.ts'
import { sha1 } from '../../functions/scalar/hash/sha1.ts'
import { sha256 } from '../../functions/scalar/hash/sha256.ts'
import { sha512 } from '../../functions/scalar/hash/sha512.ts'
import { Fault } from '../fault.ts'
import type { FunctionTable } from '../function.ts'
import { GoInt, isMap, kindName, toEncodable, type TemplateValue } from '../value.ts'
import { decodeBase32, encodeBase32 } from './base32.ts'
import { text } from './convert.ts'
import { definer } from './define.ts'
import { indentJson } from './json-indent.ts'

const define = definer('encoding')

const one = (signature: string, change: (value: string) => TemplateValue) =>
  define(signature, ['string'], ([value]) => change(text(value)))

function jsonOf(value: TemplateValue): string {
  return toJsonText(toEncodable(value) ?? null)
}

/** Without `must`, what cannot be JSON is an empty text. */
function lenient(encode: (value: TemplateValue) => string): (value: TemplateValue) => string {
  return (value) => {
    try {
      return encode(value)
    } catch (error) {
      if (error instanceof JsonTextError) return ''
      throw error
    }
  }
}

function strict(encode: (value: TemplateValue) => string): (value: TemplateValue) => string {
  return (value) => {
    try {
      return encode(value)
    } catch (error) {
      if (error instanceof JsonTextError) throw new Fault(error.message)
      throw error
    }
  }
}

const rawEscapes: Readonly<Record<string, string>> = {
  '\\u003c': '<',
  '\\u003e': '>',
  '\\u0026': '&',
}

/** `<`, `>` and `&` as they are; U+2028 and U+2029 stay escaped. */
function rawJson(value: TemplateValue): string {
  return jsonOf(value).replace(
    /\\(?:\\|u003c|u003e|u0026)/g,
    (escape) => rawEscapes[escape] ?? escape,
  )
}

const encoders = {
  toJson: jsonOf,
  toPrettyJson: (value: TemplateValue) => indentJson(jsonOf(value)),
  toRawJson: rawJson,
}

function jsonFunctions(): FunctionTable {
  const functions: Record<string, FunctionTable[string]> = {}
  for (const [name, encode] of Object.entries(encoders)) {
    const must = `must${name.charAt(0).toUpperCase()}${name.slice(1)}`
    const [soft, hard] = [lenient(encode), strict(encode)]
    functions[name] = define(`${name} value`, ['any'], ([value]) => soft(value))
    functions[must] = define(`${must} value`, ['any'], ([value]) => hard(value))
  }
  return functions
}

/** eKuiper's own base64: of texts, numbers, booleans and maps only. */
function base64Of(value: TemplateValue): string {
  if (value === undefined || value === null) throw new Fault('based64 error for nil')
  return encodeBase64(encodeUtf8(base64Source(value)))
}

function base64Source(value: TemplateValue): string {
  if (value instanceof GoInt) return value.value.toString()
  switch (typeof value) {
    case 'string':
      return value
    case 'number':
      return formatPlainFloat(value)
    case 'bigint':
    case 'boolean':
      return String(value)
    default:
      if (isMap(value)) return jsonOf(value)
      throw new Fault(`Unsupported data type ${kindName(value)} for base64 function.`)
  }
}

const json = lenient(jsonOf)

export const encodingFunctions: FunctionTable = {
  json: define('json value', ['any'], ([value]) => json(value)),
  ...jsonFunctions(),
  fromJson: one('fromJson text', (value) => {
    const parsed = parseJsonText(value)
    return parsed.ok ? parsed.value : undefined
  }),
  mustFromJson: one('mustFromJson text', (value) => {
    const parsed = parseJsonText(value)
    if (parsed.ok) return parsed.value
    throw new Fault(parsed.error)
  }),
  base64: define('base64 value', ['any'], ([value]) => base64Of(value)),
  b64enc: one('b64enc text', (value) => encodeBase64(encodeUtf8(value))),
  b64dec: one('b64dec text', (value) => {
    const decoded = decodeBase64(value)
    return decoded.ok
      ? decodeUtf8(decoded.bytes)
      : `illegal base64 data at input byte ${decoded.at}`
  }),
  b32enc: one('b32enc text', (value) => encodeBase32(encodeUtf8(value))),
  b32dec: one('b32dec text', (value) => {
    const decoded = decodeBase32(value)
    return typeof decoded === 'number'
      ? `illegal base32 data at input byte ${decoded}`
      : decodeUtf8(decoded)
  }),
  sha1sum: one('sha1sum text', (value) => sha1(encodeUtf8(value))),
  sha256sum: one('sha256sum text', (value) => sha256(encodeUtf8(value))),
  sha512sum: one('sha512sum text', (value) => sha512(encodeUtf8(value))),
  adler32sum: one('adler32sum text', (value) => String(adler32(encodeUtf8(value)))),
  randBytes: define('randBytes length', ['int'], ([length], environment) => {
    const size = length instanceof GoInt ? Number(length.value) : 0
    const bytes = Uint8Array.from({ length: size }, () => Math.floor(environment.random() * 256))
    return encodeBase64(bytes)
  }),
}
