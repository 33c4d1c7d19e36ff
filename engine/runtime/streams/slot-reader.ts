import type { RecordValue } from '../../types/value.ts'
import type { Slots } from '../rule-row.ts'

/** A record's columns by position. */
export type ReadSlots = (record: RecordValue) => Slots

/**
 * The names in the order of their slots. Rules mostly read few columns: up to six are read at places of
 * their own in the code, each of which V8 can remember one name for.
 */
export function createSlotReader(names: readonly string[]): ReadSlots {
  const [a = '', b = '', c = '', d = '', e = '', f = ''] = names
  switch (names.length) {
    case 0:
      return () => []
    case 1:
      return (record) => [record[a]]
    case 2:
      return (record) => [record[a], record[b]]
    case 3:
      return (record) => [record[a], record[b], record[c]]
    case 4:
      return (record) => [record[a], record[b], record[c], record[d]]
    case 5:
      return (record) => [record[a], record[b], record[c], record[d], record[e]]
    case 6:
      return (record) => [record[a], record[b], record[c], record[d], record[e], record[f]]
    default: {
      const readFirst = createSlotReader(names.slice(0, 6))
      const rest = names.slice(6)
      return (record) => {
        const slots = readFirst(record)
        for (const name of rest) slots.push(record[name])
        return slots
      }
    }
  }
}
