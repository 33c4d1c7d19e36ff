import { expect, test } from 'vitest'
import type { CanvasNode, ProjectDocument } from './document.ts'
import { freshNodeId, freshRuleId, freshStreamName, isValidRuleId } from './names.ts'
import { placeNodes } from './placement.ts'
import { canConnect, wiresOf } from './wires.ts'

const at = { x: 0, y: 0 }
const source = (name: string): CanvasNode => {
  return { kind: 'source', id: name, position: at, name, statement: '', properties: {} }
}
const rule = (ruleId: string, sql: string): CanvasNode => {
  return {
    kind: 'sql',
    id: ruleId,
    position: at,
    ruleId,
    name: ruleId,
    sql,
    options: {},
    extra: {},
  }
}
const sink = (id: string, input?: string): CanvasNode => {
  const node = { kind: 'sink', id, position: at, name: id, type: 'log', properties: {} } as const
  return input === undefined ? node : { ...node, input }
}
const documentOf = (...nodes: readonly CanvasNode[]): ProjectDocument => {
  return { nodes, sourceConfigurations: {} }
}

const plant = documentOf(
  source('a'),
  source('b'),
  rule('first', 'SELECT * FROM a LEFT JOIN b ON a.id = b.id LEFT JOIN a ON 1 = 1'),
  rule('second', 'SELECT * FROM first'),
  sink('log', 'second'),
  sink('loose'),
)

test('wires follow FROM, JOIN and the input of a sink', () => {
  const wires = wiresOf(plant).map((wire) => `${wire.from} ${wire.to}`)
  expect(wires).toEqual(['a first', 'b first', 'first second', 'second log'])
})

test('a name is the source where a rule is called the same', () => {
  const document = documentOf(
    rule('a', 'SELECT 1'),
    { ...source('a'), id: 's' },
    rule('r', 'SELECT * FROM a'),
  )
  expect(wiresOf(document)).toEqual([{ from: 's', to: 'r' }])
})

test.each([
  ['a', 'second', true],
  ['b', 'second', true],
  ['first', 'log', true],
  ['first', 'loose', true],
  ['a', 'log', false],
  ['a', 'b', false],
  ['first', 'a', false],
  ['log', 'first', false],
  ['first', 'first', false],
  ['second', 'first', false],
  ['nothing', 'first', false],
])('from %s to %s a wire is possible: %s', (from, to, isPossible) => {
  expect(canConnect(plant, from, to)).toBe(isPossible)
})

test('nodes stand from left to right along the wires, none on another', () => {
  const places = placeNodes(plant.nodes, wiresOf(plant))
  const columns = plant.nodes.map((node) => ((places.get(node.id)?.x ?? 0) - 60) / 310)
  expect(columns).toEqual([0, 0, 1, 2, 3, 3])
  const spots = [...places.values()].map(({ x, y }) => `${x} ${y}`)
  expect(new Set(spots).size).toBe(spots.length)
  expect(Math.min(...[...places.values()].map(({ y }) => y))).toBeGreaterThanOrEqual(0)
})

test('rules in a circle are placed too', () => {
  const circle = documentOf(rule('a', 'SELECT * FROM b'), rule('b', 'SELECT * FROM a'))
  expect(placeNodes(circle.nodes, wiresOf(circle)).size).toBe(2)
})

test.each([
  ['new', 'new'],
  ['first', 'first_2'],
  ['a', 'a_2'],
  ['too hot!', 'too_hot'],
  ['42 degrees', 'degrees'],
  ['größe', 'grosse'],
  ['select', 'select_1'],
  ['***', 'rule'],
])('a fresh rule id for "%s" is %s', (wanted, id) => {
  expect(freshRuleId(plant, wanted)).toBe(id)
  expect(isValidRuleId(id)).toBe(true)
})

test('stream names and node ids are fresh too', () => {
  expect(freshStreamName(plant, 'second')).toBe('second_2')
  expect(freshStreamName(plant, '')).toBe('stream')
  expect(freshNodeId(plant, 'log')).toBe('log_2')
})
