import { describe, expect, test } from 'vitest'
import type { CanvasNode, ProjectDocument } from '../../state/ruleset.ts'
import { cardsOf, edgesOf } from './graph-to-nodes.ts'
import { keyLineOf } from './key-line.ts'

const position = { x: 0, y: 0 }
const source: CanvasNode = {
  kind: 'source', id: 's', position, name: 'demo', properties: {},
  statement: 'CREATE STREAM demo () WITH (DATASOURCE="plant/+", TYPE="mqtt", FORMAT="json")',
} // prettier-ignore
const query = (sql: string): CanvasNode => ({
  kind: 'sql', id: 'q', position, ruleId: 'hot', name: 'Hot', sql, options: {}, extra: {},
}) // prettier-ignore
const document: ProjectDocument = {
  nodes: [source, query('SELECT * FROM demo')],
  sourceConfigurations: {},
}

test('a card is the same object until its node changes, so that React Flow skips it', () => {
  const before = cardsOf(document, [], [])
  const moved = {
    ...document,
    nodes: [source, { ...query('SELECT * FROM demo'), position: { x: 9, y: 9 } }],
  }
  const after = cardsOf(moved, [], before)
  expect(after[0]).toBe(before[0])
  expect(after[1]).not.toBe(before[1])
})

test('cards are named by node and kind', () => {
  expect(cardsOf(document, [], []).map(({ ariaLabel }) => ariaLabel)).toEqual([
    'demo source',
    'Hot SQL',
  ])
})

test('edges are named by what they connect', () => {
  expect(edgesOf(document, { nodes: [], wires: [] }).map(({ ariaLabel }) => ariaLabel)).toEqual([
    'Wire from demo to Hot',
  ])
})

describe('the key line of a node', () => {
  test.each([
    ['SELECT * FROM demo', '*'],
    ['SELECT a FROM demo WHERE a > 4 AND b', 'a > 4 AND b'],
    ['select a\nfrom demo\nwhere a > 4\ngroup by b', 'a > 4'],
    ['SELECT avg(a) FROM demo GROUP BY TUMBLINGWINDOW(ss, 10)', 'avg(a), 10 s tumbling'],
    ['SELECT a FROM demo GROUP BY COUNTWINDOW(5)', 'a, count 5'],
    ['', 'empty query'],
  ])('of %j is %j', (sql, line) => {
    expect(keyLineOf(query(sql))).toBe(line)
  })

  test('of a source is where it reads', () => expect(keyLineOf(source)).toBe('plant/+'))
})
