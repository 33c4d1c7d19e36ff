import type { Value } from '../types/value.ts'

/** One decoded row by position: the value of the column that was given the position, undefined where the row has none. */
export type SlotValues = (Value | undefined)[]

/** Makes rows without values. A literal is made in place, a copy of a list by a call. */
export function emptySlotsOf(count: number): () => SlotValues {
  switch (count) {
    case 0:
      return () => []
    case 1:
      return () => [undefined]
    case 2:
      return () => [undefined, undefined]
    case 3:
      return () => [undefined, undefined, undefined]
    case 4:
      return () => [undefined, undefined, undefined, undefined]
    default: {
      const empty = new Array<Value | undefined>(count).fill(undefined)
      return () => empty.slice()
    }
  }
}
