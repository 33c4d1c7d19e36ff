import type { BoundSelect } from '../binder/bound.ts'
import type { Evaluate } from '../expression/scope.ts'
import { canonicalSource } from '../plan/logical/bound-queries.ts'
import type { RecordValue } from '../types/value.ts'
import { partsOf } from './operators/join-rows.ts'
import type { Row } from './row.ts'
import type { RuleLayout } from './rule-layout.ts'
import type { RuleRow } from './rule-row.ts'

export interface ColumnOptions {
  readonly bound: BoundSelect
  readonly layout: RuleLayout
  /** By canonical source: whether the rule decodes the column; others read only their nulls. */
  readonly isDecoded: (source: number, name: string) => boolean
  /** Columns are read from the rows' records, as graph rules do, and not from slots. */
  readonly readsRecords?: boolean
}

/** How the columns of a rule's sources are read from its rows. */
export class RuleColumns {
  private readonly options: ColumnOptions

  constructor(options: ColumnOptions) {
    this.options = options
  }

  /** The alias of a statement's only stream is no name for anything, but does not stand for a column either. */
  isStream(name: string): boolean {
    const { sources } = this.options.bound
    const isAlone = sources.length === 1
    return sources.some((source) => source.name === name || (isAlone && source.alias === name))
  }

  sourceColumn(source: number, name: string): Evaluate {
    if (name === '') return () => undefined
    if (this.options.readsRecords === true) return recordColumn(source, name)
    const slot = this.options.layout.columns[source]?.get(name)
    if (slot === undefined) return () => undefined
    if (this.options.isDecoded(source, name)) return (row) => row.slots[slot]
    // Nulls survive the pruning of columns.
    return (row) => (row.slots[slot] === null ? null : undefined)
  }

  /** The first of a joined row's parts that has the column, a null included. */
  anyColumn(name: string): Evaluate {
    if (this.options.readsRecords === true) return (row) => row.fields?.[name]
    const { columns } = this.options.layout
    if (columns.length === 1) return this.sourceColumn(0, name)
    const readers = columns.map((_, source) => this.sourceColumn(source, name))
    return (row) => {
      for (const part of partsOf(row as RuleRow)) {
        const value = readers[part.source]?.(part)
        if (value !== undefined) return value
      }
      return undefined
    }
  }

  decodedColumn(name: string): Evaluate | undefined {
    const { bound, isDecoded, layout } = this.options
    const source = bound.sources.findIndex((_, i) => {
      return layout.columns[i]?.has(name) === true && isDecoded(i, name)
    })
    return source < 0 ? undefined : this.sourceColumn(source, name)
  }

  metadata(name: string | undefined): (row: Row) => RecordValue | undefined {
    const { bound } = this.options
    const named = bound.sources.findIndex((source) => source.name === name)
    if (name === undefined || bound.sources.length === 1) return (row) => row.metadata
    const source = canonicalSource(bound, Math.max(0, named))
    return (row) => partsOf(row as RuleRow).find((part) => part.source === source)?.metadata
  }
}

/** A row of one source, or that source's part of a joined row. */
function recordColumn(source: number, name: string): Evaluate {
  return (row) => {
    const { parts, source: own } = row as RuleRow
    if (parts === undefined) return own === source ? row.fields?.[name] : undefined
    return parts.find((part) => part.source === source)?.fields?.[name]
  }
}
