/**
 * Texts that came before, found again by their bytes: telemetry repeats its names and short values, and
 * reusing the text is much cheaper than building it. Bytes are hashed and compared four at a time.
 */
export class TextCache {
  private readonly texts = new Array<string | undefined>(cacheSize).fill(undefined)
  private readonly lengths = new Uint8Array(cacheSize)
  private readonly words = new Int32Array(cacheSize * wordsPerText)

  /**
   * The text of `length` ASCII bytes, at most `longestCachedText`; `build` makes one that is new. At least
   * three readable bytes must follow.
   */
  get(
    view: DataView,
    from: number,
    length: number,
    build: (from: number, to: number) => string,
  ): string {
    const place = placeOf(view, from, length)
    const { texts } = this
    if (this.holds(place, view, from, length)) return texts[place] ?? ''
    const second = place ^ 1
    if (this.holds(second, view, from, length)) return texts[second] ?? ''
    const text = build(from, from + length)
    // The text that came before gets the second place: two that share a place do not push each other out.
    this.move(place, second)
    this.store(place, view, from, length, text)
    return text
  }

  private holds(place: number, view: DataView, from: number, length: number): boolean {
    if (this.texts[place] === undefined || this.lengths[place] !== length) return false
    const { words } = this
    const whole = length >> 2
    const start = place * wordsPerText
    for (let i = 0; i < whole; i++) {
      if (words[start + i] !== view.getInt32(from + 4 * i, true)) return false
    }
    return words[start + whole] === lastWord(view, from, length)
  }

  private move(from: number, to: number): void {
    this.texts[to] = this.texts[from]
    this.lengths[to] = this.lengths[from] ?? 0
    const start = from * wordsPerText
    this.words.copyWithin(to * wordsPerText, start, start + wordsPerText)
  }

  private store(place: number, view: DataView, from: number, length: number, text: string): void {
    this.texts[place] = text
    this.lengths[place] = length
    const whole = length >> 2
    const start = place * wordsPerText
    for (let i = 0; i < whole; i++) this.words[start + i] = view.getInt32(from + 4 * i, true)
    this.words[start + whole] = lastWord(view, from, length)
  }
}

/** Longer texts seldom come twice. */
export const longestCachedText = 28
const wordsPerText = (longestCachedText >> 2) + 1
const cacheSize = 4096

function placeOf(view: DataView, from: number, length: number): number {
  const whole = length >> 2
  let hash = length
  for (let i = 0; i < whole; i++) hash = mix(hash, view.getInt32(from + 4 * i, true))
  hash = mix(hash, lastWord(view, from, length))
  return (hash ^ (hash >>> 15)) & (cacheSize - 1)
}

function mix(hash: number, word: number): number {
  const mixed = Math.imul(hash ^ word, 0x9e3779b1)
  return mixed ^ (mixed >>> 13)
}

/** The bytes after the last whole word, the others cut off. */
function lastWord(view: DataView, from: number, length: number): number {
  const rest = length & 3
  return view.getInt32(from + length - rest, true) & ((1 << (8 * rest)) - 1)
}
