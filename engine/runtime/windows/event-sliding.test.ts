import { describe, expect, test } from 'vitest'
import { startRule } from '../../testkit/rule-harness.ts'

const streams = ['CREATE STREAM s (v BIGINT, ts BIGINT) WITH (TYPE="test", TIMESTAMP="ts")']

/** `[value, event time]` rows, one after the other; results without the time of sending. */
function run(
  sql: string,
  strategy: Readonly<Record<string, unknown>>,
  rows: readonly (readonly [number, number])[],
): readonly string[] {
  const options = { isEventTime: true, lateTolerance: 0, planOptimizeStrategy: strategy }
  const rule = startRule({ streams, sql, options })
  const base = rule.clock.now()
  for (const [v, at] of rows) rule.send('s', { v, ts: base + at })
  return rule.results().map((text) => text.slice(text.indexOf(' ') + 1))
}

describe('sliding windows with a delay in event time', () => {
  test('an incremental one copies the oldest window and takes rows until the delay is over', () => {
    const sql =
      'SELECT collect(v) AS c, window_end() - window_start() AS took FROM s GROUP BY SLIDINGWINDOW(ss, 1, 1)'
    const rows = [
      [1, 100],
      [2, 1100],
      [3, 1200],
      [4, 3500],
    ] as const
    expect(run(sql, { enableIncrementalWindow: true }, rows)).toEqual([
      '[{"c":[1],"took":1000}]',
      '[{"c":[1,3],"took":3400}]',
      '[{"c":[2,3],"took":2400}]',
    ])
  })

  test('one that is sent twice loses the rows it needs once others have expired', () => {
    const sql = 'SELECT collect(v) AS c FROM s GROUP BY SLIDINGWINDOW(ss, 1, 1) OVER (WHEN v > 6)'
    const strategy = { windowOption: { enableSendSlidingWindowTwice: true } }
    const rows = [
      [1, 0],
      [2, 400],
      [7, 2700],
      [8, 2900],
      [3, 4000],
      [4, 9000],
    ] as const
    expect(run(sql, strategy, rows)).toEqual([
      '[{"c":[7]}]',
      '[{"c":[8]}]',
      '[{"c":null}]',
      '[{"c":null}]',
    ])
  })
})
