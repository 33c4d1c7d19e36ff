import { expect, test } from 'vitest'
import { startRule } from '../../testkit/rule-harness.ts'

test.each([
  ['SELECT count(*) AS n, sum(v), k FROM s GROUP BY TUMBLINGWINDOW(ss, 1)'],
  ['SELECT count(*) AS n, sum(v), k FROM s GROUP BY TUMBLINGWINDOW(ss, 1) ORDER BY n'],
])('the nulls of an empty window are those of its aggregates: %s', (sql) => {
  const rule = startRule({ sql, options: { sendNilField: true } })
  rule.clock.advanceTo(rule.clock.now() + 1000)
  expect(rule.results()).toEqual(['1000 [{"n":null,"sum":null}]'])
})
