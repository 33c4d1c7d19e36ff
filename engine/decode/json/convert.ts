import { decodeBase64 } from '../../types/base64.ts'
import { formatFloat } from '../../types/float-text.ts'
import { encodeUtf8 } from '../../types/utf8.ts'
import { quote } from '../../base/quote.ts'
import type { Value } from '../../types/value.ts'
import { DecodeError } from '../decode-error.ts'
import type { ValuePlan } from '../value-plan.ts'
import { parseFloat64, parseInt64 } from './number-text.ts'

/** A JSON number in a column of another kind; `name` is what an error calls the column. */
export function convertNumber(plan: ValuePlan, text: string, name: string): Value {
  switch (plan.kind) {
    case 'bigint':
      return parseInt64(text)
    case 'any-whole':
      return text.includes('.') ? parseFloat64(text) : parseInt64(text)
    case 'string':
      return formatFloat(parseFloat64(text))
    case 'boolean':
      return parseFloat64(text) !== 0
    case 'any':
    case 'float':
    case 'datetime':
      return parseFloat64(text)
    default:
      throw wrongKind(plan, 'number', name)
  }
}

/** A JSON string in a column of another kind. */
export function convertText(plan: ValuePlan, text: string, name: string): Value {
  switch (plan.kind) {
    case 'datetime':
      return text
    case 'boolean':
      return parseBoolean(text)
    case 'bytea':
      return toBytes(text)
    default:
      throw wrongKind(plan, 'string', name)
  }
}

export function wrongKind(plan: ValuePlan, kind: string, name: string): DecodeError {
  return new DecodeError(`${name} has wrong type:${kind}, expect:${plan.kind}`)
}

function parseBoolean(text: string): boolean {
  if (/^(1|t|T|TRUE|true|True)$/.test(text)) return true
  if (/^(0|f|F|FALSE|false|False)$/.test(text)) return false
  throw new DecodeError(`strconv.ParseBool: parsing ${quote(text)}: invalid syntax`)
}

/** Base64 where the text happens to be some, else the text's own bytes. */
function toBytes(text: string): Uint8Array {
  const decoded = decodeBase64(text)
  return decoded.ok ? decoded.bytes : encodeUtf8(text)
}
