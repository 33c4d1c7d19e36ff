import { createRecord, type RecordValue, type Value } from '../types/value.ts'
import { createShape, type KeyShape } from './key-shapes.ts'

/** The names of a rule's results where all have the same, and how they are written. */
export type ResultNames = KeyShape

/** A row without its record: a value for each of the names, undefined where the row does not have it. */
export interface RowValues {
  readonly names: ResultNames
  readonly values: readonly (Value | undefined)[]
}

/** The names must differ. */
export function createResultNames(names: readonly string[]): ResultNames {
  return createShape(names)
}

export function toRecord({ names, values }: RowValues): RecordValue {
  const record = createRecord()
  names.names.forEach((name, place) => {
    const value = values[place]
    if (value !== undefined) record[name] = value
  })
  return record
}
