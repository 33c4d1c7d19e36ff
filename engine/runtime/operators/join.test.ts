import { describe, expect, test } from 'vitest'
import { startRule } from '../../testkit/rule-harness.ts'

const streams = ['a', 'b'].map((name) => `CREATE STREAM ${name} (id BIGINT) WITH (TYPE="test")`)

/** Two rows of each stream, joined by a window of one second. */
function join(clause: string): readonly string[] {
  const sql = `SELECT a.id AS x, b.id AS y FROM a ${clause} GROUP BY TUMBLINGWINDOW(ss, 1)`
  const rule = startRule({ streams, sql })
  rule.send('a', { id: 1 }, { id: 2 })
  rule.send('b', { id: 7 }, { id: 8 })
  rule.clock.advanceTo(rule.clock.now() + 1000)
  return rule.results()
}

describe('the sides of a join', () => {
  test.each([
    ['names no stream', 'INNER JOIN b', '1,7 1,8 2,7 2,8'],
    ['names FROM only, which is joined with itself', 'LEFT JOIN b ON a.id = 1', '1, 1, 2,'],
    ['names the other only, which comes first', 'LEFT JOIN b ON b.id = 7', '1,7 2,7 ,8'],
    ['has an ambiguous name that nobody minds', 'INNER JOIN b ON id = b.id', '1,7 2,7 1,8 2,8'],
  ])('ON %s', (_, clause, pairs) => {
    const rows = pairs.split(' ').map((pair) => {
      const [x, y] = pair.split(',')
      const members = [x === '' ? [] : [`"x":${x ?? ''}`], y === '' ? [] : [`"y":${y ?? ''}`]]
      return `{${members.flat().join(',')}}`
    })
    expect(join(clause)).toEqual([`1000 [${rows.join(',')}]`])
  })
})

test.each([
  ['LEFT JOIN b ON a.k + 1 = b.id', 'a', '0 [{"x":1}]'],
  ['FULL JOIN b ON a.id = b.k + 1', 'b', '0 [{"y":1}]'],
])('%s: a key that fails is not asked for without a partner', (clause, stream, result) => {
  const sql = `SELECT a.id AS x, b.id AS y FROM a ${clause} GROUP BY COUNTWINDOW(1)`
  const schemaless = ['a', 'b'].map((name) => `CREATE STREAM ${name} () WITH (TYPE="test")`)
  const rule = startRule({ streams: schemaless, sql })
  rule.send(stream, { id: 1, k: 'text' })
  expect([...rule.results(), ...rule.errors()]).toEqual([result])
})
