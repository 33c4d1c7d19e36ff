import { describe, expect, test } from 'vitest'
import { emptyCatalog, executeStatement } from '../catalog/catalog.ts'
import type { BindOptions } from '../binder/environment.ts'
import { createFunctionCatalog } from '../functions/index.ts'
import { bindGraph, type GraphResult } from './bind-graph.ts'
import { checkGraphCrashes } from './check-crashes.ts'

const functions = createFunctionCatalog()
const catalog = [
  'CREATE STREAM known (a BIGINT) WITH (TYPE="feed")',
  'CREATE TABLE reg () WITH (TYPE="memory", KIND="lookup", KEY="k")',
  'CREATE TABLE scan () WITH (TYPE="feed")',
].reduce(
  (catalogSoFar, statement) => executeStatement(catalogSoFar, statement).catalog,
  emptyCatalog,
)

const source = { type: 'source', nodeType: 'feed', props: { datasource: 's' } }
const sink = { type: 'sink', nodeType: 'log', props: {} }
const operator = (nodeType: string, props: object): object => ({
  type: 'operator',
  nodeType,
  props,
})
const window = operator('window', { type: 'countwindow', size: 4 })
const lookup = {
  type: 'source',
  nodeType: 'memory',
  props: { sourceType: 'table', sourceName: 'reg' },
}

function bind(
  nodes: object,
  edges: object,
  sources: readonly string[] = ['s'],
  options: BindOptions = {},
): GraphResult {
  const environment = { catalog, functions: (name: string) => functions.find(name), options }
  return bindGraph({ nodes, topo: { sources, edges } }, environment)
}

/** s -> n1 -> n2 ... -> out. */
function chain(...operators: readonly object[]): GraphResult {
  const names = operators.map((_, index) => `n${index + 1}`)
  const path = ['s', ...names, 'out']
  const nodes: Record<string, object> = { s: source, out: sink }
  const edges: Record<string, readonly string[]> = {}
  operators.forEach((node, index) => (nodes[`n${index + 1}`] = node))
  path.slice(0, -1).forEach((name, index) => (edges[name] = path.slice(index + 1, index + 2)))
  return bind(nodes, edges)
}

test('nodes come in the order in which rows flow, with what flows', () => {
  const { graph, diagnostics } = chain(
    window,
    operator('groupby', { dimensions: ['s.id', 'o.p'] }),
    operator('filter', { expr: 'count(*) > 1 whatever follows' }),
    operator('pick', { fields: ['id', 'count(*) AS n'], isAgg: true }),
  )
  expect(diagnostics).toEqual([])
  expect(graph?.nodes.map(({ name, kind, flow }) => `${name} ${kind} ${flow}`)).toEqual([
    's source row',
    'n1 window collection',
    'n2 groupby grouped',
    'n3 filter grouped',
    'n4 pick grouped',
    'out sink grouped',
  ])
  expect(graph?.nodes[3]).toMatchObject({ isHaving: true, inputs: [{ node: 'n2', output: 0 }] })
  expect([...(graph?.columns.values() ?? [])]).toEqual([
    { kind: 'column', source: 0, name: 'id' },
    { kind: 'member', base: { kind: 'any-source', name: 'o' }, name: 'p' },
    { kind: 'any-source', name: 'id' },
  ])
})

test('a switch numbers its outputs', () => {
  const nodes = {
    s: source,
    sw: operator('switch', { cases: ['a > 1', 'true'], stopAtFirstMatch: true }),
    o1: sink,
    o2: sink,
  }
  const { graph } = bind(nodes, { s: ['sw'], sw: [['o1'], ['o2']] })
  expect(graph?.nodes.map(({ name, inputs }) => [name, inputs])).toEqual([
    ['s', []],
    ['sw', [{ node: 's', output: 0 }]],
    ['o1', [{ node: 'sw', output: 0 }]],
    ['o2', [{ node: 'sw', output: 1 }]],
  ])
})

test('a lookup join knows its table', () => {
  const join = operator('join', {
    from: 's',
    joins: [{ name: 'reg', type: 'left', on: 's.k = reg.k' }],
  })
  const { graph, diagnostics } = bind(
    { s: source, reg: lookup, j: join, out: sink },
    { s: ['j'], reg: ['j'], j: ['out'] },
    ['s', 'reg'],
  )
  expect(diagnostics).toEqual([])
  expect(graph?.nodes.find(({ name }) => name === 'j')).toMatchObject({ from: 's', lookup: 1 })
})

describe('operators', () => {
  test.each([
    ['teleport', {}, 'there is no operator teleport'],
    ['filter', { expr: 5 }, 'expr must be a string'],
    ['filter', {}, 'expr is missing'],
    ['filter', { expr: 'temp >' }, 'expected an expression'],
    ['function', { expr: 'temp' }, 'must be a call'],
    ['function', { expr: '(abs(temp))' }, 'must be a call'],
    ['function', { expr: 'nope(1)' }, 'there is no function nope'],
    ['pick', { fields: [] }, 'expected an expression'],
    ['pick', { fields: 'a' }, 'must be a list'],
    ['orderby', { sorts: [{ field: 'a' }] }, "takes a window's rows or groups"],
    ['aggfunc', { expr: 'count(*)' }, "takes a window's rows or groups"],
    ['window', { type: 'tumblingwindow', unit: 'ss', size: 2, interval: 1 }, 'interval'],
    ['window', { type: 'countwindow', size: 0 }, 'size must be above 0'],
    ['window', { type: 'countwindow', size: 2, interval: 3 }, 'interval'],
    ['window', { type: 'tumblingwindow', unit: 'us', size: 2 }, 'unit'],
    ['window', { type: 'statewindow', size: 2 }, 'window type'],
    ['switch', { cases: [] }, 'at least one condition'],
    ['join', { from: 's' }, 'at least one entry'],
    [
      'join',
      { from: 'q', joins: [{ name: 't', type: 'inner', on: 'true' }] },
      'must name a stream',
    ],
    ['join', { from: 's', joins: [{ name: 't', type: 'cross', on: 'true' }] }, 'CROSS JOIN'],
    ['watermark', { emitters: ['q'] }, 'no source q'],
  ])('%s %j: %s', (nodeType, props, expected) => {
    const { graph, diagnostics } = chain(operator(nodeType, props))
    expect(graph).toBeUndefined()
    expect(diagnostics.map(({ message }) => message).join('\n')).toContain(expected)
  })

  test.each([
    [
      'a function after groups',
      [
        window,
        operator('groupby', { dimensions: ['id'] }),
        operator('function', { expr: 'abs(a)' }),
      ],
    ],
    ['a window after a window', [window, window]],
    [
      'a dimension that is an aggregate',
      [window, operator('groupby', { dimensions: ['count(*)'] })],
    ],
    ['DESC twice', [window, operator('orderby', { sorts: [{ field: 'a DESC', desc: true }] })]],
  ])('refuses %s', (_, operators) => {
    expect(chain(...operators).diagnostics).toHaveLength(1)
  })

  test.each([
    [operator('FILTER', { expr: 'temp > 30' })],
    [operator('function', { expr: 'abs(temp) AS x FROM m; ' })],
    [operator('pick', { fields: ['*', 'temp + 1 AS x', 'temp'] })],
    [operator('window', { type: 'slidingwindow', unit: 'MS', size: 2.7 })],
    [operator('window', { type: 'slidingwindow', unit: 'ss', size: 2, interval: 2 })],
  ])('accepts %j', (node) => {
    expect(chain(node).diagnostics).toEqual([])
  })
})

describe('wiring', () => {
  const filter = operator('filter', { expr: 'a > 1' })
  test.each([
    [
      'an undefined node',
      { s: source, out: sink },
      { s: ['ouut', 'out'] },
      ['s'],
      'Did you mean out?',
    ],
    [
      'a sink with an edge',
      { s: source, out: sink, o2: sink },
      { s: ['out'], out: ['o2'] },
      ['s'],
      'sink out',
    ],
    [
      'an operator without edges',
      { s: source, f: filter, out: sink },
      { s: ['f', 'out'] },
      ['s'],
      'operator f',
    ],
    ['an unreachable node', { s: source, out: sink, o2: sink }, { s: ['out'] }, ['s'], 'reach o2'],
    [
      'a circle',
      { s: source, f: filter, g: filter },
      { s: ['f'], f: ['g'], g: ['f'] },
      ['s'],
      'circle',
    ],
    [
      'an edge back to a source',
      { s: source, f: filter, out: sink },
      { s: ['f'], f: ['s', 'out'] },
      ['s'],
      'source s',
    ],
    ['a source listed twice', { s: source, out: sink }, { s: ['out'] }, ['s', 's'], 'twice'],
    [
      'two inputs of a filter',
      { s: source, t: source, f: filter, out: sink },
      { s: ['f'], t: ['f'], f: ['out'] },
      ['s', 't'],
      'one node only',
    ],
    [
      'several outputs of a filter',
      { s: source, f: filter, out: sink, o2: sink },
      { s: ['f'], f: [['out'], ['o2']] },
      ['s'],
      'no switch',
    ],
    [
      'an unknown type',
      { s: source, x: { type: 'thing' }, out: sink },
      { s: ['x', 'out'] },
      ['s'],
      'unknown type thing',
    ],
  ])('%s', (_, nodes, edges, sources, expected) => {
    const { graph, diagnostics } = bind(nodes, edges, sources)
    expect(graph).toBeUndefined()
    expect(diagnostics.map(({ message, hint }) => `${message} ${hint ?? ''}`).join('\n')).toContain(
      expected,
    )
  })

  test.each([
    [undefined, 'must be an object'],
    [{}, 'no topo'],
    [{ nodes: [], topo: {} }, 'nodes must be an object'],
    [{ nodes: { f: null }, topo: {} }, 'node f must be an object'],
    [{ nodes: {}, topo: { sources: 's' } }, 'topo.sources'],
    [{ nodes: {}, topo: { sources: [], edges: { s: [5] } } }, 'edges of s'],
  ])('the shape of %j', (graph, expected) => {
    const { diagnostics } = bindGraph(graph, { catalog, functions: () => undefined })
    expect(diagnostics[0]?.message).toContain(expected)
  })
})

describe('sources', () => {
  test.each([
    [{ sourceType: 'stream', sourceName: 'known' }, {}, undefined],
    [{ DATASOURCE: 's', FORMAT: 'JSON' }, {}, undefined],
    [{ sourceType: 'stream', sourceName: 'nowhere' }, {}, 'no stream nowhere'],
    [{ sourceType: 'table', sourceName: 'known' }, {}, 'not a table'],
    [{ sourceType: 'view', sourceName: 'known' }, {}, 'stream or table'],
    [{ format: 'xml' }, {}, 'no format xml'],
    [{ datasource: 5 }, {}, 'datasource must be a string'],
    [{ sourceType: 'stream', sourceName: 'known' }, { isEventTime: true }, 'TIMESTAMP'],
    [{ datasource: 's' }, { useSliceTuple: true }, 'useSliceTuple'],
  ])('%j with %j: %s', (props, options, expected) => {
    const { diagnostics } = bind(
      { s: { ...source, props }, out: sink },
      { s: ['out'] },
      ['s'],
      options,
    )
    expect(diagnostics.map(({ message }) => message).join('\n')).toEqual(
      expected === undefined ? '' : expect.stringContaining(expected),
    )
  })

  test('scan tables are not joined', () => {
    const scan = {
      type: 'source',
      nodeType: 'feed',
      props: { sourceType: 'table', sourceName: 'scan' },
    }
    const join = operator('join', {
      from: 's',
      joins: [{ name: 'scan', type: 'inner', on: 's.k = scan.k' }],
    })
    const { diagnostics } = bind(
      { s: source, scan, j: join, out: sink },
      { s: ['j'], scan: ['j'], j: ['out'] },
      ['s', 'scan'],
    )
    expect(diagnostics[0]?.message).toContain('scan tables')
  })
})

test.each([
  ['an aggregate in function', [window, operator('function', { expr: 'count(*) AS n' })], 1],
  ['an aggregate of an aggregate', [window, operator('aggfunc', { expr: 'max(avg(a)) AS x' })], 1],
  ['an aggregate of rows in pick', [window, operator('pick', { fields: ['count(*) AS n'] })], 1],
  [
    'a switch of groups',
    [window, operator('groupby', { dimensions: ['id'] }), operator('switch', { cases: ['true'] })],
    1,
  ],
  ['nothing', [window, operator('aggfunc', { expr: 'round(avg(a)) AS x' })], 0],
])('%s stops eKuiper', (_, operators, count) => {
  const { graph } = chain(...operators)
  expect(graph === undefined ? undefined : checkGraphCrashes(graph)).toHaveLength(count)
})

test.each<[string, GraphResult, string, readonly [number, number]]>([
  ['a condition', chain(operator('filter', { expr: 'a > > 1' })), 'nodes/n1/props/expr', [4, 5]],
  [
    'a case',
    chain(operator('switch', { cases: ['a > 1', 'nope(a) > 1'] })),
    'nodes/n1/props/cases/1',
    [0, 4],
  ],
  ['a property', chain(operator('filter', { expr: 5 })), 'nodes/n1/props/expr', [0, 0]],
  [
    'a size',
    chain(operator('window', { type: 'countwindow', size: 0 })),
    'nodes/n1/props/size',
    [0, 0],
  ],
  [
    'a window type',
    chain(operator('window', { type: 'roundwindow', size: 1 })),
    'nodes/n1/props/type',
    [0, 0],
  ],
  ['an absent property', chain(operator('filter', {})), 'nodes/n1', [0, 0]],
  ['an operator', chain(operator('fly', {})), 'nodes/n1', [0, 0]],
  ['an edge', bind({ s: source, out: sink }, { s: ['aut'] }), 'topo/edges/s', [0, 0]],
  ['a source', bind({ s: source, out: sink }, { s: ['out'] }, ['z']), 'topo/sources/0', [0, 0]],
])('a problem of %s names its place', (_, { diagnostics }, path, [start, end]) => {
  expect(diagnostics[0]).toMatchObject({ path: path.split('/'), span: { start, end } })
})
