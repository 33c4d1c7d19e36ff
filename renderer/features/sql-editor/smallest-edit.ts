export interface TextChange {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** The one replacement that makes `after` of `before`, so that the caret stays where it is. */
export function smallestEdit(before: string, after: string): TextChange | undefined {
  if (before === after) return undefined
  const limit = Math.min(before.length, after.length)
  let start = 0
  while (start < limit && before[start] === after[start]) start += 1
  let tail = 0
  while (
    tail < limit - start &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  ) {
    tail += 1
  }
  return { start, end: before.length - tail, text: after.slice(start, after.length - tail) }
}
