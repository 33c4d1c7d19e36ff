import type { ResultNames, RowValues } from '../../encode/index.ts'
import type { Value } from '../../types/value.ts'
import type { ResultRow } from '../row.ts'
import type { Collection, RuleRow } from '../rule-row.ts'
import { createGroupRow, type GroupLayout } from './group-operator.ts'
import type { CollectionOperator, RowOperator, RuleOutput } from './operator.ts'
import { projectRow, projectValues, type Projection } from './projection.ts'
import { reasonOf, type HitState, type RuleFrame } from './rule-frame.ts'

export interface ProjectOptions {
  readonly projection: Projection
  readonly isAggregate: boolean
  readonly layout: GroupLayout
  /** Undefined: no limit. Rows of a window after the limit are sent as they came, which is eKuiper's way. */
  readonly limit: number | undefined
  /** A row as it came, for what lies behind the limit. */
  readonly rawRow: (row: RuleRow) => ResultRow
  readonly frame: RuleFrame
  readonly output: RuleOutput
}

/** Makes results of rows and windows: the last operator of a rule without unnest. */
export class ProjectOperator implements RowOperator, CollectionOperator {
  private readonly options: ProjectOptions

  constructor(options: ProjectOptions) {
    this.options = options
  }

  rows(batch: readonly RuleRow[]): void {
    const { projection, limit, frame, output } = this.options
    if (limit === 0) return
    const { values } = output
    if (projection.names !== undefined && values !== undefined) {
      this.sendValues(batch, projection.names, values)
      return
    }
    let results: ResultRow[] = []
    let sources: readonly RuleRow[] = batch
    const { hits, aggregateHits } = frame
    frame.window = undefined
    const now = frame.now()
    for (let i = 0; i < batch.length; i++) {
      const row = batch[i]
      if (row === undefined) continue
      try {
        results.push(projectRow(projection, row))
        // A row without a window counts as both kinds of hit.
        count(hits, now)
        count(aggregateHits, now)
      } catch (error) {
        // What came before the error must be sent before it.
        if (results.length > 0) output.rows(results, sources)
        results = []
        sources = batch.slice(i + 1)
        frame.fail(`run Select error: ${reasonOf(error)}`, row)
      }
    }
    if (results.length > 0) output.rows(results, sources)
  }

  /** Nobody needs records, and so none is made. */
  private sendValues(
    batch: readonly RuleRow[],
    names: ResultNames,
    send: (row: RowValues) => void,
  ): void {
    const { projection, frame } = this.options
    const values = new Array<Value | undefined>(names.names.length).fill(undefined)
    const result = { names, values }
    frame.window = undefined
    const now = frame.now()
    for (let i = 0; i < batch.length; i++) {
      const row = batch[i]
      if (row === undefined) continue
      try {
        projectValues(projection, row, values)
      } catch (error) {
        frame.fail(`run Select error: ${reasonOf(error)}`, row)
        continue
      }
      count(frame.hits, now)
      count(frame.aggregateHits, now)
      send(result)
    }
  }

  collection(collection: Collection): void {
    const { limit, frame, output } = this.options
    if (limit === 0) return
    frame.window = collection.range
    let results: readonly ResultRow[]
    try {
      results = this.project(collection)
    } catch (error) {
      frame.fail(`run Select error: ${reasonOf(error)}`)
      return
    } finally {
      frame.window = undefined
    }
    output.collection(results)
  }

  private project(collection: Collection): readonly ResultRow[] {
    const { isAggregate, layout, frame } = this.options
    if (!isAggregate || collection.isGrouped) return this.projectRows(collection.rows, isAggregate)
    const timestamp = collection.range?.trigger ?? frame.now()
    return this.projectAggregate([createGroupRow(collection.rows, layout, timestamp)])
  }

  private projectAggregate(rows: readonly RuleRow[]): readonly ResultRow[] {
    const { projection, frame } = this.options
    return rows.map((row) => {
      const isEmpty = row.group?.length === 0
      const result = projectRow(isEmpty ? withoutColumns(projection) : projection, row)
      count(frame.aggregateHits, row.timestamp)
      return result
    })
  }

  private projectRows(rows: readonly RuleRow[], isAggregate: boolean): readonly ResultRow[] {
    const { projection, limit, rawRow } = this.options
    const projected = limit === undefined ? rows : rows.slice(0, limit)
    const results = isAggregate
      ? this.projectAggregate(projected)
      : projected.map((row) => projectRow(projection, row))
    if (projected.length === rows.length) return results
    return [...results, ...rows.slice(projected.length).map(rawRow)]
  }
}

/** An empty window has no row to take plain columns from, so that not even their nulls are sent. */
function withoutColumns(projection: Projection): Projection {
  return { ...projection, fields: projection.fields.filter(({ kind }) => kind !== 'column') }
}

function count(hits: HitState, time: number): void {
  hits.count += 1
  hits.time = time
}
