import type { RuleRow } from '../rule-row.ts'
import { type Collection } from '../rule-row.ts'
import type { CollectionOperator, RowOperator } from './operator.ts'

/** The last rows of a scan table. */
export class TableRows {
  private readonly size: number
  private rows: RuleRow[] = []

  constructor(size: number) {
    this.size = size
  }

  add(batch: readonly RuleRow[]): void {
    const all = [...this.rows, ...batch]
    this.rows = this.size === Infinity ? all : all.slice(-this.size)
  }

  current(): readonly RuleRow[] {
    return this.rows
  }
}

/** Puts what the scan tables hold at this moment beside every row, or beside every fired window. */
export class TableOperator implements RowOperator, CollectionOperator {
  private readonly tables: readonly TableRows[]
  private readonly next: CollectionOperator

  constructor(tables: readonly TableRows[], next: CollectionOperator) {
    this.tables = tables
    this.next = next
  }

  rows(batch: readonly RuleRow[]): void {
    for (const row of batch) this.pass([row], undefined)
  }

  collection(collection: Collection): void {
    this.pass(collection.rows, collection.range)
  }

  private pass(rows: readonly RuleRow[], range: Collection['range']): void {
    const all = [...rows]
    for (const table of this.tables) all.push(...table.current())
    this.next.collection({ rows: all, isGrouped: false, range })
  }
}
