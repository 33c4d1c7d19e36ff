import fc from 'fast-check'
import { expect, test } from 'vitest'
import { single, startRule } from '../../testkit/rule-with-sinks.ts'
import type { DropCause } from '../drop-cause.ts'
import type { NodeStatus, TraceStep } from '../run.ts'
import { createMemoryStore, type SinkStore } from './sink-store.ts'

type Rule = ReturnType<typeof startRule>

/** Counts the messages of an action from its trace alone. */
class Ledger {
  written = 0
  readonly dropped = new Map<string, number>()
  readonly droppedBy = new Map<DropCause, number>()
  /** Messages that a sink or the memory before it has. */
  private readonly open = new Set<number>()
  private readonly made = new Set<number>()
  private onDisk = 0

  take(step: TraceStep): void {
    const { message } = step
    switch (step.kind) {
      case 'transformed':
        this.made.add(message)
        return
      case 'encoded':
        this.open.add(message)
        // What was not made is back from the disk.
        if (!this.made.has(message)) this.onDisk -= 1
        return
      case 'stored':
        this.open.delete(message)
        this.onDisk += 1
        return
      case 'answered':
        if (step.answer.kind === 'unreachable') return
        this.open.delete(message)
        if (step.answer.kind === 'written') this.written += 1
        else this.drop(step.answer.cause, `the sink could not write it: ${step.answer.reason}`)
        return
      case 'dropped':
        // What was not in memory was on disk.
        if (!this.open.delete(message)) this.onDisk -= 1
        this.drop(step.cause, step.reason)
        return
      case 'failed':
        this.drop('not-encoded', step.reason)
    }
  }

  private drop(cause: DropCause, reason: string): void {
    countIn(this.droppedBy, cause)
    countIn(this.dropped, reason)
  }

  get waiting(): number {
    return this.open.size + this.onDisk
  }

  get dropCount(): number {
    return [...this.dropped.values()].reduce((sum, count) => sum + count, 0)
  }
}

function countIn<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

const cache = { enableCache: true, memoryCacheThreshold: 2, bufferPageSize: 1, maxDiskCache: 3 }

const failsOnThirds = '{{if eq (mod .n 3) 0}}{{index .n 5}}{{else}}{{.n}}{{end}}'

const configurations: readonly Readonly<Record<string, unknown>>[] = [
  { bufferLength: 1 },
  { bufferLength: 3, resendInterval: 10 },
  { bufferLength: 3, dataTemplate: failsOnThirds },
  cache,
  { ...cache, resendInterval: 30 },
  { ...cache, resendAlterQueue: true, resendDestination: 'old' },
  { ...cache, cleanCacheAtStop: true },
]

type Step =
  | { readonly kind: 'send'; readonly rows: number }
  | { readonly kind: 'answer'; readonly answer: 'write' | 'later' | 'away' | 'bad' }
  | { readonly kind: 'release' }
  | { readonly kind: 'wait'; readonly ms: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('send' as const), rows: fc.integer({ min: 1, max: 6 }) }),
  fc.record({
    kind: fc.constant('answer' as const),
    answer: fc.constantFrom('write' as const, 'later' as const, 'away' as const, 'bad' as const),
  }),
  fc.record({ kind: fc.constant('release' as const) }),
  fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 200 }) }),
)

async function take(rule: Rule, next: Step, sent: number[]) {
  switch (next.kind) {
    case 'send': {
      const rows = Array.from({ length: next.rows }, (_, index) => sent.length + index + 1)
      sent.push(...rows)
      rule.send(...rows)
      return
    }
    case 'answer':
      rule.answerWith(next.answer)
      return
    case 'release':
      await rule.release()
      return
    case 'wait':
      rule.clock.advanceTo(rule.clock.now() + next.ms)
  }
}

function statusOf(rule: Rule, action: number): NodeStatus {
  const status = rule.status(action)
  if (status === undefined) throw new Error('there is no such action')
  return status
}

/** How many messages the next run finds. */
function keptIn(store: SinkStore): number {
  return (['main', 'resend'] as const)
    .map((queue) => store.open({ ruleId: 'r', action: 0, queue }).length)
    .reduce((sum, count) => sum + count)
}

test('at any moment what went in is written, dropped for a reason, or waits, after a stop too; the other action goes on', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...configurations),
      fc.array(step, { maxLength: 40 }),
      fc.boolean(),
      async (properties, steps, isCutShort) => {
        const store = createMemoryStore()
        const rule = startRule({
          store,
          actions: [{ bytes: { ...single, topic: 't', ...properties } }, { quick: single }],
        })
        const ledger = new Ledger()
        const seen = new Map<string, number>()
        const seenBy = new Map<DropCause, number>()
        rule.run.trace('action/r/0', (traced) => ledger.take(traced))
        rule.run.observe('action/r/0', (event) => {
          if (event.kind !== 'dropped') return
          countIn(seen, event.reason)
          countIn(seenBy, event.cause)
        })
        const sent: number[] = []
        const check = (): void => {
          const { rowsIn, rowsOut, dropped, droppedBy } = statusOf(rule, 0)
          expect(rowsIn).toBe(sent.length)
          expect(rowsOut).toBe(ledger.written)
          expect(dropped).toBe(ledger.dropCount)
          expect(seen).toEqual(ledger.dropped)
          const counts = Object.entries(droppedBy ?? {})
          expect(counts.reduce((sum, [, count]) => sum + count, 0)).toBe(dropped)
          expect(new Map(counts)).toEqual(ledger.droppedBy)
          expect(seenBy).toEqual(ledger.droppedBy)
          expect(rowsIn).toBe(rowsOut + dropped + ledger.waiting)
          expect(rule.quick).toEqual(sent.map(String))
          expect(statusOf(rule, 1)).toMatchObject({ rowsOut: sent.length, dropped: 0 })
        }
        for (const next of steps) {
          await take(rule, next, sent)
          check()
        }
        if (!isCutShort) {
          rule.answerWith('write')
          await rule.release()
          rule.clock.advanceTo(rule.clock.now() + 10_000)
          await rule.release()
          check()
          expect(ledger.waiting).toBe(0)
        }
        await rule.run.stop()
        // Sinks that answer now change nothing any more.
        await rule.release()
        check()
        // A page that was dropped behind messages in the sink's hands leaves the store with those.
        const stillThere = keptIn(store) - ledger.waiting
        expect(stillThere).toBeGreaterThanOrEqual(0)
        expect(stillThere).toBeLessThanOrEqual(ledger.droppedBy.get('cache-full') ?? 0)
      },
    ),
    { numRuns: 200 },
  )
})
