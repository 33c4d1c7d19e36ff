import type { RecordValue } from '../types/value.ts'

/** Takes results and reads them, so that nothing of the work that made them can be optimised away. */
export class Consumer {
  rows = 0
  private readonly column: string
  private readonly kept: (object | undefined)[] = new Array<object | undefined>(256).fill(undefined)
  private seen = 0
  private sum: number | undefined

  constructor(column: string) {
    this.column = column
  }

  /** From now on every value of every row is summed up, to compare what two ways gave. */
  sumAll(): void {
    this.sum = 0
  }

  /** The sum since `sumAll`, and how many rows came. */
  total(): { readonly rows: number; readonly sum: number } {
    return { rows: this.rows, sum: this.sum ?? 0 }
  }

  take(results: readonly object[]): void {
    for (const result of results) {
      this.kept[this.rows & 255] = result
      this.rows += 1
      if ((result as RecordValue)[this.column] !== undefined) this.seen += 1
      if (this.sum !== undefined) this.sum += sumOf(result as RecordValue)
    }
  }
}

/** Depends on every name and value, not on their order. */
function sumOf(row: RecordValue): number {
  let sum = 0
  for (const name of Object.keys(row))
    sum += weightOf(row[name]) * (name.charCodeAt(0) + name.length)
  return sum
}

function weightOf(value: RecordValue[string]): number {
  if (typeof value === 'string') return value.length + value.charCodeAt(value.length - 1)
  return Number(value)
}
