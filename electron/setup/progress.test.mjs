import { Writable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createProgress } from './progress.mjs'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const terminal = (/** @type {boolean} */ isTTY) => {
  let text = ''
  const out = new Writable({
    write: (chunk, _encoding, done) => {
      text += String(chunk)
      done()
    },
  })
  return { out: Object.assign(out, { isTTY }), shown: () => text }
}

/** Runs a step that reports `detail` and takes `ms`. */
const step = async (/** @type {NodeJS.WritableStream} */ out, /** @type {number} */ ms) => {
  let elapsed = 0
  const progress = createProgress({ out, now: () => elapsed })
  /** @type {() => void} */
  let finish = () => undefined
  const done = progress.run('Build', (report) => {
    report('5 of 10 MB')
    return new Promise((resolve) => {
      finish = () => resolve(undefined)
    })
  })
  for (; elapsed < ms; elapsed += 500) vi.advanceTimersByTime(500)
  finish()
  await done
}

describe('in a log', () => {
  test('a short step is named and ticked', async () => {
    const { out, shown } = terminal(false)
    await step(out, 500)
    expect(shown()).toBe('\u2026 Build\n\u2713 Build\n')
  })

  test('a longer step says how far it is, without flooding the log', async () => {
    const { out, shown } = terminal(false)
    await step(out, 15_000)
    expect(shown().split('\n')).toEqual([
      '\u2026 Build',
      '  Build: 5 of 10 MB, 2 s',
      '  Build: 5 of 10 MB, 12 s',
      '\u2713 Build (15 s)',
      '',
    ])
  })
})

test('on a terminal the line is redrawn', async () => {
  const { out, shown } = terminal(true)
  await step(out, 3000)
  expect(shown()).toContain('\r\u001b[2K\u2026 Build (5 of 10 MB, 2 s)')
  expect(shown().endsWith('\r\u001b[2K\u2713 Build (3 s)\n')).toBe(true)
})

test('a step that fails gets a cross, and the failure is passed on', async () => {
  const { out, shown } = terminal(false)
  const failing = createProgress({ out }).run('Build', () => Promise.reject(new Error('no disk')))
  await expect(failing).rejects.toThrow('no disk')
  expect(shown()).toBe('\u2026 Build\n\u2717 Build\n')
})
