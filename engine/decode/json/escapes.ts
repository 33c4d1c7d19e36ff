import { decodeUtf8 } from './text-bytes.ts'

const simpleEscapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

/**
 * The text of a string that has escapes. eKuiper's parser never refuses one: what it does not know
 * (`\q`, a `\u` without four hex digits, half of a surrogate pair) stays as written.
 */
export function decodeEscaped(bytes: Uint8Array, from: number, to: number): string {
  const raw = decodeUtf8(bytes, from, to)
  let text = ''
  let at = 0
  for (;;) {
    const slash = raw.indexOf('\\', at)
    if (slash < 0) return text + raw.slice(at)
    text += raw.slice(at, slash)
    const letter = raw[slash + 1] ?? ''
    at = slash + 2
    if (letter !== 'u') {
      text += simpleEscapes[letter] ?? `\\${letter}`
      continue
    }
    const unit = hexUnit(raw, at)
    if (unit === undefined) {
      text += '\\u'
      continue
    }
    if ((unit & 0xf800) !== 0xd800) {
      text += String.fromCharCode(unit)
      at += 4
      continue
    }
    const second = raw[at + 4] === '\\' && raw[at + 5] === 'u' ? hexUnit(raw, at + 6) : undefined
    if (second === undefined) {
      text += `\\u${raw.slice(at, at + 4)}`
      at += 4
      continue
    }
    text += joinSurrogates(unit, second)
    at += 10
  }
}

function joinSurrogates(high: number, low: number): string {
  const isPair = (high & 0xfc00) === 0xd800 && (low & 0xfc00) === 0xdc00
  return isPair ? String.fromCharCode(high, low) : '\ufffd'
}

function hexUnit(text: string, at: number): number | undefined {
  const digits = text.slice(at, at + 4)
  return /^[0-9a-fA-F]{4}$/.test(digits) ? Number.parseInt(digits, 16) : undefined
}
