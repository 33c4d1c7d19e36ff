/**
 * How a thread that waits without its event loop learns of the answers of another one: they are counted
 * in shared memory. A flag would not do: it may still be set, or its waiter woken, for the answer before.
 */
export type AnswerSignal = Int32Array

export const createAnswerSignal = (): AnswerSignal => new Int32Array(new SharedArrayBuffer(4))

/** Called by the thread that answers, after each answer was posted. */
export function announceAnswer(signal: AnswerSignal): void {
  Atomics.add(signal, 0, 1)
  Atomics.notify(signal, 0)
}

/** Waits until this many answers were announced in all; false where the time is over before. */
export function awaitAnswers(signal: AnswerSignal, count: number, limitMs: number): boolean {
  const end = performance.now() + limitMs
  for (;;) {
    const seen = Atomics.load(signal, 0)
    // The counter wraps around.
    if (((count - seen) | 0) <= 0) return true
    const left = end - performance.now()
    if (left <= 0) return false
    Atomics.wait(signal, 0, seen, left)
  }
}
