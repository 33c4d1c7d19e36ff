import type { Evaluate } from '../../expression/scope.ts'
import { EvaluationError } from '../../functions/definition.ts'
import { compareUtf8 } from '../../types/utf8.ts'
import { goTypeName } from '../../types/go-text.ts'
import type { Value } from '../../types/value.ts'
import type { Collection, RuleRow } from '../rule-row.ts'
import type { CollectionOperator } from './operator.ts'
import { sortAsGo } from './pattern-sort.ts'
import { reasonOf, type RuleFrame } from './rule-frame.ts'

export interface SortKey {
  readonly evaluate: Evaluate
  readonly isDescending: boolean
}

interface SortedRow {
  readonly row: RuleRow
  readonly keys: readonly Value[]
}

/** Sorts the rows or groups of a window. */
export class OrderOperator implements CollectionOperator {
  private readonly keys: readonly SortKey[]
  private readonly frame: RuleFrame
  private readonly next: CollectionOperator

  constructor(keys: readonly SortKey[], frame: RuleFrame, next: CollectionOperator) {
    this.keys = keys
    this.frame = frame
    this.next = next
  }

  collection(collection: Collection): void {
    let sorted: readonly RuleRow[]
    try {
      sorted = this.sort(collection.rows)
    } catch (error) {
      this.frame.fail(`run Order By error: ${reasonOf(error)}`)
      return
    }
    this.next.collection({ ...collection, rows: sorted })
  }

  private sort(rows: readonly RuleRow[]): readonly RuleRow[] {
    const keyed = rows.map((row) => ({
      row,
      keys: this.keys.map((key) => key.evaluate(row) ?? null),
    }))
    sortAsGo(keyed, (a, b) => this.isLess(a, b))
    return keyed.map(({ row }) => row)
  }

  /** Nulls come last in both directions; two nulls end the comparison, later keys are not looked at. */
  private isLess(a: SortedRow, b: SortedRow): boolean {
    for (const [i, key] of this.keys.entries()) {
      const x = a.keys[i] ?? null
      const y = b.keys[i] ?? null
      if (x === null) return false
      if (y === null) return true
      const order = compareValues(x, y)
      if (order !== 0) return key.isDescending ? order > 0 : order < 0
    }
    return false
  }
}

function compareValues(a: Value, b: Value): number {
  if (isNumber(a) && isNumber(b)) return a < b ? -1 : a > b ? 1 : 0
  if (typeof a === 'string' && typeof b === 'string') return compareUtf8(a, b)
  // Bools have no order for eKuiper and stay where they are.
  if (typeof a === 'boolean' && typeof b === 'boolean') return 0
  throw new EvaluationError(
    `incompatible types for comparison: ${goTypeName(b)} and ${goTypeName(a)}`,
  )
}

function isNumber(value: Value): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint'
}
