import type { Cancel, Clock } from '../base/clock.ts'
import type { Collection, RuleRow } from './rule-row.ts'
import type { CollectionOperator } from './operators/operator.ts'
import { reasonOf, type RuleFrame } from './operators/rule-frame.ts'
import type { Condition, WindowHost } from './windows/window-operator.ts'

/** What windows get of the rule they run in; their timers end with the rule. */
export class RuleWindowHost implements WindowHost {
  readonly ruleStart: number
  private readonly clock: Clock
  private readonly frame: RuleFrame
  private readonly next: CollectionOperator
  private readonly guard: (run: () => void) => void

  constructor(options: {
    readonly clock: Clock
    readonly ruleStart: number
    readonly frame: RuleFrame
    readonly next: CollectionOperator
    /** Keeps a fault in a timer inside the rule. */
    readonly guard: (run: () => void) => void
  }) {
    this.clock = options.clock
    this.ruleStart = options.ruleStart
    this.frame = options.frame
    this.next = options.next
    this.guard = options.guard
  }

  now(): number {
    return this.clock.now()
  }

  schedule(at: number, run: (now: number) => void): Cancel {
    return this.clock.schedule(at, (now) => {
      this.guard(() => {
        run(now)
      })
    })
  }

  /** A fault above the window must not keep it from going on. */
  emit(collection: Collection | undefined): void {
    if (collection === undefined) return
    if (collection.failure !== undefined) {
      this.frame.fail(`run Group By error: ${reasonOf(collection.failure)}`)
      return
    }
    this.guard(() => {
      this.next.collection(collection)
    })
  }

  isTrue(condition: Condition | undefined, row: RuleRow): boolean {
    if (condition === undefined) return true
    try {
      return condition(row) === true
    } catch {
      return false
    }
  }
}
