import { expect, test } from 'vitest'
import { startRule } from '../../testkit/rule-harness.ts'

test.each([
  ['SELECT v FROM s WHERE v > 1', 2],
  ['SELECT v FROM s WHERE v > 5', 3],
  ['SELECT v FROM s', undefined],
  ['SELECT count(*) AS n FROM s GROUP BY COUNTWINDOW(2) FILTER (WHERE v > 1)', 2],
])('%s keeps out %s of its rows', (sql, filtered) => {
  const rule = startRule({ sql })
  rule.send('s', { v: 1 }, { v: 'x' }, { v: 2 }, { v: null })
  const status = rule.run.status().find(({ node }) => node === 'rule/r')
  const errors = sql.includes('WHERE') ? 1 : 0
  expect(status).toMatchObject({ rowsIn: 4, errors, dropped: 0 })
  expect(status?.filtered).toBe(filtered)
})
