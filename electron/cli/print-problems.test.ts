import { expect, test } from 'vitest'
import { describeProblems } from './print-problems.ts'

test('a problem inside a property of a graph has its line and column there', () => {
  const graph = { nodes: { n1: { props: { cases: ['a > 1', 'a >\n > 1'] } } } }
  const rules = [{ id: 'g', graph, actions: [], options: {} }]
  const definition = { streams: [], rules, sourceConfigurations: {} }
  const base = { severity: 'error', code: 'RUL4205', message: 'unexpected >' } as const
  const problems = [
    { place: 'rule/g/graph/nodes/n1/props/cases/1', span: { start: 5, end: 6 } },
    { place: 'rule/g/graph/nodes/n1', span: { start: 0, end: 0 } },
  ].map(({ place, span }) => ({ place, diagnostic: { ...base, span } }))
  expect(describeProblems(problems, { file: 'f.json', definition })).toBe(
    'f.json: rule/g/graph/nodes/n1/props/cases/1:2:2: error RUL4205: unexpected >\n' +
      'f.json: rule/g/graph/nodes/n1: error RUL4205: unexpected >\n',
  )
})

test('a template that does not parse has its line and column in its property', () => {
  const actions = [{ log: {} }, { rest: { url: 'u', headers: { 'X-Id': 'a\n{{no}}' } } }]
  const definition = {
    streams: [],
    rules: [{ id: 'r', sql: '', actions, options: {} }],
    sourceConfigurations: {},
  }
  const base = { severity: 'error', code: 'CFG5004', message: 'wrong' } as const
  const problems = [
    { place: 'action/r/1/headers.X-Id', span: { start: 4, end: 6 } },
    { place: 'action/r/1/url', span: { start: 0, end: 0 } },
  ].map(({ place, span }) => ({ place, diagnostic: { ...base, span } }))
  expect(describeProblems(problems, { file: 'f.json', definition })).toBe(
    'f.json: action/r/1/headers.X-Id:2:3: error CFG5004: wrong\n' +
      'f.json: action/r/1/url: error CFG5004: wrong\n',
  )
})
