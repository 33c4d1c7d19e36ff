import { describe, expect, test } from 'vitest'
import type { Problem } from './problems.ts'
import type { CanvasNode, ProjectDocument } from './ruleset.ts'
import { standingProblems, textsOf } from './started.ts'

const position = { x: 0, y: 0 }
const query: CanvasNode = {
  kind: 'sql', id: 'q', position, ruleId: 'hot', name: 'Hot', sql: 'SELEC', options: {}, extra: {},
} // prettier-ignore
const sink: CanvasNode = {
  kind: 'sink', id: 'k', position, name: 'log', type: 'log', properties: {}, input: 'q',
} // prettier-ignore

function drawingOf(...nodes: CanvasNode[]): ProjectDocument {
  return { nodes, sourceConfigurations: {} }
}

const ofQuery: Problem = { severity: 'error', message: 'Broken.', node: 'q', field: 'sql' }
const ofAll: Problem = { severity: 'warning', message: 'No sink.' }

describe('problems of the last start', () => {
  test.each<[string, ProjectDocument, readonly Problem[]]>([
    ['stand while nothing changed', drawingOf(query, sink), [ofQuery, ofAll]],
    [
      'stand where a node is only moved or renamed',
      drawingOf({ ...query, position: { x: 9, y: 9 }, name: 'Very hot' }, sink),
      [ofQuery, ofAll],
    ],
    ['go with a change of the node', drawingOf({ ...query, sql: 'SELECT 1' }, sink), []],
    [
      'of a node outlast a change of another',
      drawingOf(query, { ...sink, type: 'nop' }),
      [ofQuery],
    ],
    ['go with the node', drawingOf(sink), []],
    ['go with all nodes', drawingOf(), []],
  ])('%s', (_name, now, standing) => {
    const started = textsOf(drawingOf(query, sink))
    expect(standingProblems([ofQuery, ofAll], started, now)).toEqual(standing)
  })
})
