import type { Clock } from '../../base/clock.ts'

export interface RuleHoldOptions {
  readonly ruleId: string
  /** The rule's `bufferLength`: rows that may wait in front of it where its source cannot be held. */
  readonly bufferLength: number
}

/**
 * Holds a rule up while the buffer of one of its actions is full and may not drop anything. What comes
 * before the action stands still with it: the operators, their timers and the streams the rule reads.
 */
export class RuleHold {
  readonly ruleId: string
  readonly bufferLength: number
  private readonly rooms: (() => number)[] = []
  private readonly listeners: (() => void)[] = []
  /** Timers that were due while the rule was held. */
  private readonly due = new Set<() => void>()

  constructor({ ruleId, bufferLength }: RuleHoldOptions) {
    this.ruleId = ruleId
    this.bufferLength = bufferLength
  }

  /** Takes an action in; `room` says how many more messages its buffer takes. */
  watch(room: () => number): void {
    this.rooms.push(room)
  }

  /** Whether the rule has an action that can hold it up. */
  get isPossible(): boolean {
    return this.rooms.length > 0
  }

  /** Results that every action still takes; none or less while the rule is held. */
  get room(): number {
    let least = Infinity
    for (const room of this.rooms) least = Math.min(least, room())
    return least
  }

  get isHeld(): boolean {
    return this.room <= 0
  }

  /** Calls back when an action's buffer has room again. */
  onRoom(listener: () => void): void {
    this.listeners.push(listener)
  }

  /** The buffer of an action became shorter. */
  shortened(): void {
    if (this.isHeld) return
    for (const listener of this.listeners) listener()
    for (const run of this.due) {
      if (this.isHeld) return
      this.due.delete(run)
      run()
    }
  }

  /** A clock whose timers wait while the rule is held: a window's end is a result too. */
  holdTimers(clock: Clock): Clock {
    return {
      now: () => clock.now(),
      schedule: (at, run) => {
        const late = (): void => {
          run(clock.now())
        }
        const cancel = clock.schedule(at, (now) => {
          if (this.isHeld) this.due.add(late)
          else run(now)
        })
        return () => {
          cancel()
          this.due.delete(late)
        }
      },
    }
  }
}
