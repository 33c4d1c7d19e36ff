import type { Evaluate } from '../../expression/scope.ts'
import type { Collection, RuleRow } from '../rule-row.ts'
import { createGroupRow, type GroupLayout } from '../operators/group-operator.ts'
import { isConditionMet } from '../operators/filter-operator.ts'
import type { CollectionOperator, RowOperator } from '../operators/operator.ts'
import { projectRow, type Projection } from '../operators/projection.ts'
import { reasonOf, type RuleFrame } from '../operators/rule-frame.ts'
import { withColumn, withFields } from './record-rows.ts'

/** What graph nodes hand on: rows, collections, and how far event time has come. */
export interface GraphReceiver extends RowOperator, CollectionOperator {
  watermark(time: number): void
}

/** Everything a node sends goes to all nodes its output is wired to. */
export class FanOut implements GraphReceiver {
  readonly targets: GraphReceiver[] = []

  rows(batch: readonly RuleRow[]): void {
    for (const target of this.targets) target.rows(batch)
  }

  collection(collection: Collection): void {
    for (const target of this.targets) target.collection(collection)
  }

  watermark(time: number): void {
    for (const target of this.targets) target.watermark(time)
  }
}

/** Adds the value of a call as a column. */
export class FunctionNode implements GraphReceiver {
  private readonly evaluate: Evaluate
  private readonly output: string
  private readonly frame: RuleFrame
  private readonly next: GraphReceiver

  constructor(evaluate: Evaluate, output: string, frame: RuleFrame, next: GraphReceiver) {
    this.evaluate = evaluate
    this.output = output
    this.frame = frame
    this.next = next
  }

  rows(batch: readonly RuleRow[]): void {
    for (const row of batch) {
      try {
        this.next.rows([this.extend(row)])
      } catch (error) {
        this.frame.fail(reasonOf(error), row)
      }
    }
  }

  collection(collection: Collection): void {
    this.frame.window = collection.range
    let rows: readonly RuleRow[]
    try {
      rows = collection.rows.map((row) => this.extend(row))
    } catch (error) {
      this.frame.fail(reasonOf(error))
      return
    } finally {
      this.frame.window = undefined
    }
    this.next.collection({ ...collection, rows })
  }

  private extend(row: RuleRow): RuleRow {
    return withColumn(row, this.output, this.evaluate(row) ?? null)
  }

  watermark(time: number): void {
    this.next.watermark(time)
  }
}

/** Makes one group of rows that are not grouped yet, as aggregates over them need. */
export class WholeGroup implements GraphReceiver {
  private readonly layout: GroupLayout
  private readonly frame: RuleFrame
  private readonly next: GraphReceiver

  constructor(layout: GroupLayout, frame: RuleFrame, next: GraphReceiver) {
    this.layout = layout
    this.frame = frame
    this.next = next
  }

  rows(batch: readonly RuleRow[]): void {
    this.next.rows(batch)
  }

  collection(collection: Collection): void {
    if (collection.isGrouped) {
      this.next.collection(collection)
      return
    }
    const timestamp = collection.range?.trigger ?? this.frame.now()
    const rows = [createGroupRow(collection.rows, this.layout, timestamp)]
    this.next.collection({ rows, isGrouped: true, isWhole: true, range: collection.range })
  }

  watermark(time: number): void {
    this.next.watermark(time)
  }
}

/** A SELECT list in the middle of a rule: later nodes see only what was picked. */
export class PickNode implements GraphReceiver {
  private readonly projection: Projection
  private readonly isAggregate: boolean
  private readonly frame: RuleFrame
  private readonly next: GraphReceiver

  constructor(projection: Projection, isAggregate: boolean, frame: RuleFrame, next: GraphReceiver) {
    this.projection = projection
    this.isAggregate = isAggregate
    this.frame = frame
    this.next = next
  }

  rows(batch: readonly RuleRow[]): void {
    for (const row of batch) {
      try {
        this.next.rows([this.pick(row)])
      } catch (error) {
        this.frame.fail(`run Select error: ${reasonOf(error)}`, row)
      }
    }
  }

  collection(collection: Collection): void {
    if (collection.isGrouped && collection.isWhole !== true && !this.isAggregate) {
      this.frame.fail('unexpected type, cannot find aggregate data')
      return
    }
    this.frame.window = collection.range
    let rows: readonly RuleRow[]
    try {
      rows = collection.rows.map((row) => this.pick(row))
    } catch (error) {
      this.frame.fail(`run Select error: ${reasonOf(error)}`)
      return
    } finally {
      this.frame.window = undefined
    }
    this.next.collection({ ...collection, rows })
  }

  private pick(row: RuleRow): RuleRow {
    return withFields(row, projectRow(this.projection, row))
  }

  watermark(time: number): void {
    this.next.watermark(time)
  }
}

/** Sends each row to the outputs whose case it meets; a case that fails counts as not met and is not sent on. */
export class SwitchNode implements GraphReceiver {
  private readonly cases: readonly Evaluate[]
  private readonly stopsAtFirstMatch: boolean
  private readonly report: (message: string, row: RuleRow) => void
  private readonly outputs: readonly GraphReceiver[]

  constructor(
    cases: readonly Evaluate[],
    stopsAtFirstMatch: boolean,
    report: (message: string, row: RuleRow) => void,
    outputs: readonly GraphReceiver[],
  ) {
    this.cases = cases
    this.stopsAtFirstMatch = stopsAtFirstMatch
    this.report = report
    this.outputs = outputs
  }

  rows(batch: readonly RuleRow[]): void {
    for (const row of batch) {
      for (const output of this.matches(row)) output.rows([row])
    }
  }

  collection(collection: Collection): void {
    const [first] = collection.rows
    if (first === undefined) return
    for (const output of this.matches(first)) output.collection(collection)
  }

  private matches(row: RuleRow): readonly GraphReceiver[] {
    const matched: GraphReceiver[] = []
    for (const [i, condition] of this.cases.entries()) {
      if (!this.isMet(condition, row)) continue
      const output = this.outputs[i]
      if (output !== undefined) matched.push(output)
      if (this.stopsAtFirstMatch) break
    }
    return matched
  }

  private isMet(condition: Evaluate, row: RuleRow): boolean {
    try {
      return isConditionMet(condition, row)
    } catch (error) {
      this.report(reasonOf(error), row)
      return false
    }
  }

  watermark(time: number): void {
    for (const output of this.outputs) output.watermark(time)
  }
}
