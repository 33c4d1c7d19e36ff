import { quoteJson } from '../types/json-text.ts'
import { compareUtf8 } from '../types/utf8.ts'

/** A key as it stands in front of its value, `{"name":` or `,"name":`, four bytes to a word. */
export interface KeyBytes {
  readonly words: Int32Array
  readonly length: number
}

/** How records with these names are written: rows repeat theirs, so sorting and quoting is done once. */
export interface KeyShape {
  readonly names: readonly string[]
  /** In the order of their bytes, as Go writes them. */
  readonly sorted: readonly string[]
  readonly keys: readonly KeyBytes[]
}

/** Shapes that are remembered for one number of names: as many results may take turns. */
const mostOfOneLength = 4
/** Records with more names are maps whose keys are data. */
const mostNames = 256

const encoder = new TextEncoder()

/** The shapes of the records that were written last. */
export class KeyShapes {
  private readonly byLength: (KeyShape[] | undefined)[] = []

  of(names: readonly string[]): KeyShape {
    const known = this.byLength[names.length]
    const last = known?.[0]
    return last !== undefined && hasNames(last, names) ? last : this.find(known, names)
  }

  private find(known: KeyShape[] | undefined, names: readonly string[]): KeyShape {
    const place = known?.findIndex((shape) => hasNames(shape, names)) ?? -1
    const [found = createShape(names)] = place < 0 ? [] : (known?.splice(place, 1) ?? [])
    if (known !== undefined) {
      known.unshift(found)
      known.length = Math.min(known.length, mostOfOneLength)
    } else if (names.length <= mostNames) this.byLength[names.length] = [found]
    return found
  }
}

function hasNames(shape: KeyShape, names: readonly string[]): boolean {
  for (let i = 0; i < names.length; i++) if (shape.names[i] !== names[i]) return false
  return true
}

function createShape(names: readonly string[]): KeyShape {
  const sorted = names.toSorted(compareUtf8)
  return {
    names,
    sorted,
    keys: sorted.map((name, index) => toKeyBytes(`${index === 0 ? '{' : ','}${quoteJson(name)}:`)),
  }
}

function toKeyBytes(text: string): KeyBytes {
  const bytes = encoder.encode(text)
  const words = new Int32Array(Math.ceil(bytes.length / 4))
  const view = new DataView(words.buffer)
  bytes.forEach((byte, at) => {
    view.setUint8(at, byte)
  })
  for (let i = 0; i < words.length; i++) words[i] = view.getInt32(i * 4, true)
  return { words, length: bytes.length }
}
