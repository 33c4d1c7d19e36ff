import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { announceAnswer, awaitAnswers, createAnswerSignal } from './answer-signal.ts'

/** Wakes whoever waits, over and over and without an answer, then announces one. */
const program = `
  const { workerData: signal } = require('node:worker_threads')
  for (let n = 0; n < 200; n += 1) {
    Atomics.notify(signal, 0)
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1)
  }
  Atomics.add(signal, 0, 1)
  Atomics.notify(signal, 0)`

test('being woken for an answer before is no answer', async () => {
  const signal = createAnswerSignal()
  announceAnswer(signal)
  const worker = new Worker(program, { eval: true, workerData: signal })
  await new Promise((resolve) => worker.once('online', resolve))
  expect(awaitAnswers(signal, 2, 10_000)).toBe(true)
  expect(Atomics.load(signal, 0)).toBe(2)
  await worker.terminate()
})

test.each([
  [0, 1, false],
  [1, 1, true],
  [5, 3, true],
  [2 ** 31 - 1, 2 ** 31, false],
  [-(2 ** 31), 2 ** 31, true],
])('with %d announced, the wait for %d is over: %s', (announced, count, isOver) => {
  const signal = createAnswerSignal()
  Atomics.store(signal, 0, announced)
  expect(awaitAnswers(signal, count, 1)).toBe(isOver)
})
