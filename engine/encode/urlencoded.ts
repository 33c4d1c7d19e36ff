import { isList, toGoText } from '../types/go-text.ts'
import { compareUtf8 } from '../types/utf8.ts'
import type { Value } from '../types/value.ts'
import { EncodeError } from './encode-error.ts'
import { encodeMessage } from './message-bytes.ts'
import type { Encodable } from './encodable.ts'
import { textOf } from './text-value.ts'

/** `a=1&l=x&l=y`, keys sorted, lists as repeated keys. Only one row, never a list. */
export function encodeUrlencoded(data: Encodable): Uint8Array {
  if (isList(data)) throw new EncodeError(`unsupported type ${toGoText(data)}, must be a map`)
  const pairs: string[] = []
  for (const name of Object.keys(data).sort(compareUtf8)) {
    const value = data[name]
    if (value === undefined) continue
    for (const item of valuesOf(value))
      pairs.push(`${escapeQuery(name)}=${escapeQuery(textOf(item))}`)
  }
  return encodeMessage(pairs.join('&'))
}

function valuesOf(value: Value): readonly Value[] {
  return isList(value) ? value : [value]
}

/** Go's url.QueryEscape: letters, digits and `-_.~` stay, a blank is a plus. */
function escapeQuery(text: string): string {
  return encodeURIComponent(text.replace(/[\ud800-\udfff]/gu, '\ufffd'))
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/%20/g, '+')
}
