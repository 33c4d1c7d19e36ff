import { describe, expect, test } from 'vitest'
import { startRule } from '../../testkit/rule-harness.ts'

describe('HAVING over an incremental window', () => {
  test.each([
    ['an alias is that of the first group', 'n > 1', '1000 [{"k":"a","n":2},{"k":"b","n":1}]'],
    ['an alias the first group fails', 'n > 2', undefined],
    [
      'its own count is that of the groups',
      'count(*) = 2',
      '1000 [{"k":"a","n":2},{"k":"b","n":1}]',
    ],
    [
      'its own sum is over the last rows of the groups',
      'sum(v) = 8',
      '1000 [{"k":"a","n":2},{"k":"b","n":1}]',
    ],
  ])('%s', (_, condition, result) => {
    const streams = ['CREATE STREAM s (k STRING, v BIGINT) WITH (TYPE="test")']
    const sql = `SELECT k, count(*) AS n FROM s GROUP BY k, TUMBLINGWINDOW(ss, 1) HAVING ${condition}`
    const options = { planOptimizeStrategy: { enableIncrementalWindow: true } }
    const rule = startRule({ streams, sql, options })
    rule.send('s', { k: 'a', v: 1 }, { k: 'a', v: 3 }, { k: 'b', v: 5 })
    rule.clock.advanceTo(rule.clock.now() + 1000)
    expect(rule.results()).toEqual(result === undefined ? [] : [result])
  })
})

test.each([
  ['sum', [true, '2.5', 'text', 1], '4.5'],
  ['max', ['b', 'ab', 'c', 7], '"c"'],
  ['max', [true, [1], 3, false], '3'],
  ['min', [2, 'a', 1, 5], '1'],
])('%s(v) of %j', (name, values, result) => {
  const sql = `SELECT ${name}(v) AS r FROM s GROUP BY COUNTWINDOW(4)`
  const options = { planOptimizeStrategy: { enableIncrementalWindow: true } }
  const rule = startRule({ sql, options })
  rule.send('s', ...values.map((v) => ({ v })))
  expect(rule.results()).toEqual([`0 [{"r":${result}}]`])
})
