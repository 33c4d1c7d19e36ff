import type { ValuePlan } from '../value-plan.ts'

/** What a key of an object means. */
export interface KeyEntry {
  readonly name: string
  readonly plan: ValuePlan
  /** The bytes of `"name":`, four at a time, the last four once more; undefined where the name needs escapes. */
  readonly words: Int32Array | undefined
  /** How many bytes that are. */
  readonly length: number
  /** Position among a row's slots, or -1. */
  readonly slot: number
}

/**
 * The keys of one kind of object. Payloads of a stream name their keys in the same order again and
 * again, so the table remembers which key came at which place and first tries that one.
 */
export class KeyTable {
  private readonly entries = new Map<string, KeyEntry>()
  private readonly otherwise: ValuePlan
  /** The key that came last at each place of the object. */
  readonly expected: (KeyEntry | undefined)[] = []

  constructor(
    members: ReadonlyMap<string, ValuePlan>,
    otherwise: ValuePlan,
    slots?: ReadonlyMap<string, number>,
  ) {
    this.otherwise = otherwise
    for (const [name, plan] of members)
      this.entries.set(name, createEntry(name, plan, slots?.get(name)))
    for (const [name, slot] of slots ?? []) {
      if (!members.has(name)) this.entries.set(name, createEntry(name, otherwise, slot))
    }
  }

  find(name: string, place: number): KeyEntry {
    let entry = this.entries.get(name)
    if (entry === undefined) {
      entry = createEntry(name, this.otherwise, undefined)
      if (this.entries.size < maxEntries) this.entries.set(name, entry)
    }
    if (place < maxPlaces) this.expected[place] = entry
    return entry
  }
}

/** Payloads that use keys as data must not fill the memory. */
const maxEntries = 1024
const maxPlaces = 256

function createEntry(name: string, plan: ValuePlan, slot: number | undefined): KeyEntry {
  const bytes = new TextEncoder().encode(`"${name}":`)
  const { length } = bytes
  // Shorter than one word is only the empty name.
  const isPlain = length >= 4 && !/["\\]/.test(name)
  return { name, plan, words: isPlain ? wordsOf(bytes) : undefined, length, slot: slot ?? -1 }
}

function wordsOf(bytes: Uint8Array): Int32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const words: number[] = []
  for (let at = 0; at < bytes.length - 4; at += 4) words.push(view.getInt32(at, true))
  return Int32Array.of(...words, view.getInt32(bytes.length - 4, true))
}
