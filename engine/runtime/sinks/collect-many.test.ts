import { expect, test } from 'vitest'
import { ConnectionError } from '../../api/errors.ts'
import type { Sink, SinkContext, SinkDelivery, SinkOutcome } from '../../api/sink.ts'
import { createVirtualClock } from '../../testkit/virtual-clock.ts'
import { createMemoryBacklog } from './backlog.ts'
import { SinkQueue } from './sink-queue.ts'

type Answer = (texts: readonly string[]) => readonly SinkOutcome[] | Promise<never>

/** A queue with a sink that takes many rows at once; `calls` holds what each call was given. */
function open(answer: Answer, resendMs = 0) {
  const clock = createVirtualClock(0)
  const calls: string[][] = []
  const written: string[] = []
  const lost: string[] = []
  const sink: Sink = {
    configure: () => undefined,
    open: () => undefined,
    close: () => undefined,
    collect: () => {
      throw new Error('collect is not called where there is collectMany')
    },
    collectMany: async (_context, deliveries: readonly SinkDelivery[]) => {
      const texts = deliveries.map(({ data }) => String((data as { readonly n: string }).n))
      calls.push(texts)
      return answer(texts)
    },
  }
  const queue = new SinkQueue({
    clock,
    context: {} as SinkContext,
    backlog: createMemoryBacklog({ bufferLength: 10, dropped: () => undefined }),
    resendMs,
    answered: ({ data }, answer) => {
      if (answer.kind === 'written') written.push(String((data as { readonly n: string }).n))
      if (answer.kind === 'lost') lost.push(answer.reason)
    },
    idle: () => undefined,
  })
  const push = (...names: readonly string[]): void => {
    for (const n of names) queue.push({ data: { n }, properties: {} })
  }
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
  }
  return { queue, sink, push, settle, calls, written, lost, clock }
}

const isWritten: SinkOutcome = { isWritten: true }
const lost = (error: Error): SinkOutcome => ({ isWritten: false, error })

test('what waits goes in one call, and rows that were not begun come first in the next', async () => {
  let isFirst = true
  const many = open((texts) => {
    const outcomes = isFirst ? [isWritten] : texts.map(() => isWritten)
    isFirst = false
    return outcomes
  })
  many.push('a', 'b', 'c')
  many.queue.start(many.sink)
  many.push('d')
  await many.settle()
  expect(many.calls).toEqual([
    ['a', 'b', 'c'],
    ['b', 'c', 'd'],
  ])
  expect(many.written).toEqual(['a', 'b', 'c', 'd'])
  expect(many.queue.isIdle).toBe(true)
})

test('a row that fails is lost alone', async () => {
  const many = open((texts) =>
    texts.map((text) => (text === 'b' ? lost(new Error('bad')) : isWritten)),
  )
  many.push('a', 'b', 'c')
  many.queue.start(many.sink)
  await many.settle()
  expect(many.written).toEqual(['a', 'c'])
  expect(many.lost).toEqual(['bad'])
})

test('a row whose other side is away is tried again before the rows behind it', async () => {
  let isAway = true
  const many = open(
    (texts) =>
      isAway ? [isWritten, lost(new ConnectionError('away'))] : texts.map(() => isWritten),
    100,
  )
  many.push('a', 'b', 'c')
  many.queue.start(many.sink)
  await many.settle()
  isAway = false
  many.clock.advanceTo(100)
  await many.settle()
  expect(many.calls.at(-1)).toEqual(['b', 'c'])
  expect(many.written).toEqual(['a', 'b', 'c'])
})

test('a call that rejects all the same loses its rows and is said to', async () => {
  const many = open(() => Promise.reject(new Error('broken promise')))
  many.push('a')
  many.queue.start(many.sink)
  await many.settle()
  expect(many.lost).toEqual(['broken promise'])
})
