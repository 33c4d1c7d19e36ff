import { quoteJson } from '../types/json-text.ts'
import { compareUtf8 } from '../types/utf8.ts'
import type { RecordValue } from '../types/value.ts'

/** A key as it stands in front of its value, `{"name":` or `,"name":`, four bytes to a word. */
export interface KeyBytes {
  readonly words: Int32Array
  readonly length: number
}

/** One column of a record, in the order in which it is written. */
export interface KeyOfShape {
  /** Its place among the record's names. */
  readonly from: number
  readonly name: string
  readonly bytes: KeyBytes
  /** Where records stand that are its value, or in a list that is. */
  readonly place: RecordPlace
}

/** How records with these names are written: rows repeat theirs, so sorting and quoting is done once. */
export interface KeyShape {
  readonly names: readonly string[]
  /** In the order of their bytes, as Go writes them. */
  readonly keys: readonly KeyOfShape[]
}

/** Records that stand in the same place of their messages mostly have the same names. */
export class RecordPlace {
  last: KeyShape | undefined
}

/** Shapes that are remembered for one number of names: as many results may take turns. */
const mostOfOneLength = 8
/** Records with more names are maps whose keys are data. */
const mostNames = 256

const encoder = new TextEncoder()

/** The shapes of the records that were written last. */
export class KeyShapes {
  private readonly byLength: (KeyShape[] | undefined)[] = []
  /** Which shape of its length a new one takes the place of. */
  private oldest = 0

  of(record: RecordValue, place: RecordPlace): KeyShape {
    const { last } = place
    if (last !== undefined && hasShape(record, last)) return last
    const shape = this.find(Object.keys(record))
    place.last = shape
    return shape
  }

  private find(names: readonly string[]): KeyShape {
    const known = this.byLength[names.length]
    const found = known?.find((shape) => isSame(shape.names, names))
    if (found !== undefined) return found
    const shape = createShape(names)
    if (known === undefined) {
      if (names.length <= mostNames) this.byLength[names.length] = [shape]
    } else if (known.length < mostOfOneLength) known.push(shape)
    else {
      known[this.oldest] = shape
      this.oldest = (this.oldest + 1) % mostOfOneLength
    }
    return shape
  }
}

/** A loop over a record's names costs less than a list of them. */
function hasShape(record: RecordValue, { names }: KeyShape): boolean {
  let i = 0
  for (const name in record) {
    if (names[i] !== name) return false
    i++
  }
  return i === names.length
}

function isSame(names: readonly string[], others: readonly string[]): boolean {
  for (let i = 0; i < names.length; i++) if (names[i] !== others[i]) return false
  return true
}

/** The shape of records whose names, which differ, are these in this order. */
export function createShape(names: readonly string[]): KeyShape {
  const sorted = names.map((name, from) => ({ name, from }))
  sorted.sort((a, b) => compareUtf8(a.name, b.name))
  const keys = sorted.map(({ name, from }, i) => {
    const bytes = toKeyBytes(`${i === 0 ? '{' : ','}${quoteJson(name)}:`)
    return { name, from, bytes, place: new RecordPlace() }
  })
  return { names, keys }
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
