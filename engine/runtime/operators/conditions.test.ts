import { describe, expect, test } from 'vitest'
import { startRule } from '../../testkit/rule-harness.ts'

describe('a condition that is no boolean', () => {
  test.each([
    ['SELECT count(*) AS n FROM s GROUP BY COUNTWINDOW(1) HAVING count(*)', 'Having', 'int(1)'],
    ['SELECT sum(v) AS n FROM s GROUP BY COUNTWINDOW(1) HAVING sum(v)', 'Having', 'int64(5)'],
    ['SELECT v FROM s WHERE v + 1', 'Where', 'int64(6)'],
    ['SELECT v FROM s WHERE length(k)', 'Where', 'int(2)'],
  ])('%s', (sql, clause, value) => {
    const streams = ['CREATE STREAM s (v BIGINT, k STRING) WITH (TYPE="test")']
    const rule = startRule({ streams, sql })
    rule.send('s', { v: 5, k: 'ab' })
    expect(rule.errors()).toEqual([
      `run ${clause} error: invalid condition that returns non-bool value ${value}`,
    ])
  })
})
