import type { ArgumentShape } from '../definition.ts'

/** The result is one of Go's `int`, not an int64. */
export const INT: ArgumentShape = { integer: 'int' }

export const INT64: ArgumentShape = { integer: 'int64' }
