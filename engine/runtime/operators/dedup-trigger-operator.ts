import type { Cancel, Clock } from '../../base/clock.ts'
import type { Evaluate } from '../../expression/scope.ts'
import { EvaluationError } from '../../functions/definition.ts'
import { truncateToInt64 } from '../../types/cast.ts'
import { toGoText } from '../../types/go-text.ts'
import { createRecord, NIL_LIST, type Value } from '../../types/value.ts'
import type { RuleRow } from '../rule-row.ts'
import type { CollectionOperator, RowOperator } from './operator.ts'
import { reasonOf, type RuleFrame } from './rule-frame.ts'
import { TakenRanges, type TimeRange } from './taken-ranges.ts'

export interface TimeColumn {
  readonly name: string
  readonly read: Evaluate
}

export interface DedupTriggerOptions {
  readonly columns: Readonly<Record<'start' | 'end' | 'now', TimeColumn>>
  readonly expireMs: bigint
  /** Where the free parts of a row's range go. */
  readonly slot: number
  readonly clock: Clock
  readonly frame: RuleFrame
  /** Keeps a fault in a timer inside the rule. */
  readonly guard: (run: () => void) => void
  readonly next: RowOperator
}

interface HeldRow {
  readonly row: RuleRow
  readonly range: TimeRange
  readonly now: bigint
}

/**
 * `dedup_trigger`: holds a row until a row's own time, or as much of the clock's time, has reached the end
 * of its range, and sends it with the parts of the range that no row before it had.
 */
export class DedupTriggerOperator implements RowOperator, CollectionOperator {
  private readonly options: DedupTriggerOptions
  private readonly taken = new TakenRanges()
  /** By the end of their ranges, rows with the same end as they came. */
  private readonly held: HeldRow[] = []
  private cancel: Cancel | undefined

  constructor(options: DedupTriggerOptions) {
    this.options = options
  }

  rows(batch: readonly RuleRow[]): void {
    for (const row of batch) this.hold(row)
  }

  collection(): void {
    const reason = 'dedup_trigger takes single rows: leave out the window and the join'
    this.options.frame.fail(`run dedup trigger op error: ${reason}`)
  }

  close(): void {
    this.cancel?.()
  }

  private hold(row: RuleRow): void {
    let held: HeldRow
    try {
      held = this.read(row)
    } catch (error) {
      this.options.frame.fail(reasonOf(error), row)
      return
    }
    const later = this.held.findIndex(({ range }) => range.end > held.range.end)
    this.held.splice(later < 0 ? this.held.length : later, 0, held)
    this.sendUntil(held.now)
  }

  /** A time of 0 stands for the end of the row that is next, as in eKuiper. */
  private sendUntil(time: bigint): void {
    let now = time
    for (let [first] = this.held; first !== undefined; [first] = this.held) {
      if (now === 0n) now = first.range.end
      if (first.range.end > now) {
        this.waitFor(Number(first.range.end - now))
        return
      }
      this.held.shift()
      this.send(first)
    }
  }

  private waitFor(milliseconds: number): void {
    const { clock, guard } = this.options
    this.cancel?.()
    this.cancel = clock.schedule(clock.now() + milliseconds, () => {
      this.cancel = undefined
      guard(() => {
        this.sendUntil(0n)
      })
    })
  }

  private send({ row, range, now }: HeldRow): void {
    const { slot, expireMs, next } = this.options
    const free = this.taken.take(range, now, expireMs)
    row.slots[slot] = free === undefined ? NIL_LIST : free.map(toRecord)
    next.rows([row])
  }

  private read(row: RuleRow): HeldRow {
    const { columns } = this.options
    const start = timeOf(columns.start, 'start', row)
    const end = timeOf(columns.end, 'end', row)
    if (start >= end) {
      throw new EvaluationError(
        `dedup_trigger start time ${String(start)} is greater than end time ${String(end)}`,
      )
    }
    return { row, range: { start, end }, now: timeOf(columns.now, 'now', row) }
  }
}

function timeOf(column: TimeColumn, what: string, row: RuleRow): bigint {
  const value = column.read(row)
  if (value === undefined) throw new EvaluationError(`dedup_trigger ${column.name} is missing`)
  if (typeof value === 'bigint') return value
  if (typeof value === 'number') return truncateToInt64(value)
  throw new EvaluationError(`dedup_trigger ${what} time ${toGoText(value)} is not int64`)
}

function toRecord({ start, end }: TimeRange): Value {
  const record = createRecord()
  record['end_key'] = String(end)
  record['start_key'] = String(start)
  return record
}
