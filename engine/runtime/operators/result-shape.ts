import { createRecord, type MutableRecord } from '../../types/value.ts'
import type { ResultRow } from '../row.ts'

type ResultConstructor = { new (): MutableRecord; prototype: object }

/**
 * Makes empty result rows with room for the names that a rule sends. V8 sizes the objects of a
 * constructor by the first ones made, and moves the members of an object that outgrows its size again and
 * again; so every rule has a constructor of its own, which has seen its names before the first row.
 */
export function createResultShape(names: readonly string[]): () => ResultRow {
  const Result = function () {} as unknown as ResultConstructor
  Result.prototype = Object.getPrototypeOf(createRecord()) as object
  for (let i = 0; i < firstObjects; i++) {
    const result = new Result()
    // Values of several kinds, so that none is taken for the only one.
    for (const name of names) result[name] = i % 2 === 0 ? null : 0.5
  }
  return () => new Result()
}

/** More than V8 looks at. */
const firstObjects = 10
