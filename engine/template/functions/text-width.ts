import { byteLength, byteSlice } from './convert.ts'

/** Cut with `...` so that at most `width` bytes are left. */
export function abbreviate(width: number, value: string): string {
  if (width < 4 || byteLength(value) <= width) return value
  return `${byteSlice(value, 0, width - 3)}...`
}

/** Cut on both sides: `left` bytes are left out in front where that is enough to need a mark. */
export function abbreviateBoth(left: number, width: number, value: string): string {
  const length = byteLength(value)
  if (width < 4 || (left > 0 && width < 7) || length <= width) return value
  let from = Math.min(left, length)
  if (length - from < width - 3) from = length - (width - 3)
  if (from <= 4) return `${byteSlice(value, 0, width - 3)}...`
  if (from + width - 3 < length) return `...${abbreviate(width - 3, byteSlice(value, from))}`
  return `...${byteSlice(value, length - (width - 3))}`
}

/** Lines of at most `width` characters, broken at blanks; words that are longer only where asked. */
export function wrapText(
  value: string,
  width: number,
  lineEnd: string,
  breaksWords: boolean,
): string {
  const limit = Math.max(1, width)
  const line = lineEnd === '' ? '\n' : lineEnd
  let rest = value
  let wrapped = ''
  while (rest.length > limit) {
    if (rest.startsWith(' ')) {
      rest = rest.slice(1)
      continue
    }
    const blank = rest.slice(0, limit + 1).lastIndexOf(' ')
    if (blank > 0) {
      wrapped += rest.slice(0, blank) + line
      rest = rest.slice(blank + 1)
    } else if (breaksWords) {
      wrapped += rest.slice(0, limit) + line
      rest = rest.slice(limit)
    } else {
      const next = rest.indexOf(' ', limit)
      if (next < 0) break
      wrapped += rest.slice(0, next) + line
      rest = rest.slice(next + 1)
    }
  }
  return wrapped + rest
}
