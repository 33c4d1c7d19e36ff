import { createRecord, type RecordValue } from '../types/value.ts'
import { DecodeError } from './decode-error.ts'
import { decodeUtf8 } from './json/text-bytes.ts'

/** `a=1&b=2&b=3`: all values are strings, a repeated key becomes a list. A `;` is refused as Go refuses it. */
export function decodeUrlencoded(payload: Uint8Array): RecordValue {
  const text = decodeUtf8(payload, 0, payload.length)
  const lists = new Map<string, string[]>()
  for (const pair of text.split('&')) {
    if (pair === '') continue
    const cut = pair.indexOf('=')
    const name = unescapeQuery(cut < 0 ? pair : pair.slice(0, cut))
    const value = unescapeQuery(cut < 0 ? '' : pair.slice(cut + 1))
    if (name === undefined || value === undefined || pair.includes(';'))
      throw new DecodeError(`fail to parse url encoded value ${text}`)
    const list = lists.get(name)
    if (list === undefined) lists.set(name, [value])
    else list.push(value)
  }
  const record = createRecord()
  for (const [name, list] of lists) record[name] = list.length === 1 ? (list[0] ?? null) : list
  return record
}

/** Undefined where a `%` is not followed by two hex digits. */
function unescapeQuery(text: string): string | undefined {
  if (!/[%+]/.test(text)) return text
  if (/%(?![0-9a-fA-F]{2})/.test(text)) return undefined
  const bytes = new TextEncoder().encode(text)
  const plain = new Uint8Array(bytes.length)
  let length = 0
  for (let at = 0; at < bytes.length; at++) {
    const code = bytes[at] ?? 0
    if (code === 0x2b) plain[length++] = 0x20
    else if (code === 0x25) {
      plain[length++] = Number.parseInt(
        String.fromCharCode(bytes[at + 1] ?? 0, bytes[at + 2] ?? 0),
        16,
      )
      at += 2
    } else plain[length++] = code
  }
  return decodeUtf8(plain, 0, length)
}
