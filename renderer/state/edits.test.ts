import { produce } from 'immer'
import { describe, expect, test } from 'vitest'
import {
  addSink, addSource, addSql, changeRuleId, changeStatement, connect, deleteNodes, disconnect,
  duplicateNodes, type Project,
} from './edits.ts' // prettier-ignore
import { mergeDocument } from './merge-document.ts'
import { readImport } from './read-import.ts'
import type { ProjectDocument } from './ruleset.ts'
import { canConnect, inputsOf, outputsOf, wiresOf } from './wires.ts'

const at = { x: 0, y: 0 }
const empty: ProjectDocument = { nodes: [], sourceConfigurations: {} }

function draw(...edits: readonly ((project: Project) => void)[]): ProjectDocument {
  return edits.reduce((document, edit) => produce(document, edit), empty)
}

const source = (id: string) => (p: Project) =>
  addSource(p, { id, position: at, type: 'mqtt', datasource: 'plant/#' })
const query =
  (id: string, sql = '') =>
  (p: Project) =>
    addSql(p, { id, position: at, sql, title: id })
const sink = (id: string) => (p: Project) =>
  addSink(p, { id, position: at, type: 'log', title: id })
const wire = (from: string, to: string) => (p: Project) => connect(p, from, to)

const rule = [
  source('s'),
  query('a'),
  query('b'),
  sink('k'),
  wire('s', 'a'),
  wire('a', 'b'),
  wire('b', 'k'),
]

function sqlOf(document: ProjectDocument, id: string): string | undefined {
  const node = document.nodes.find((candidate) => candidate.id === id)
  return node?.kind === 'sql' ? node.sql : undefined
}

describe('wires', () => {
  test('follow from FROM and from the input of a sink', () => {
    expect(wiresOf(draw(...rule)).map(({ from, to }) => `${from} ${to}`)).toEqual([
      's a',
      'a b',
      'b k',
    ])
  })

  test.each([
    ['source to SQL', 's', 'b', true],
    ['SQL to sink', 'a', 'k', true],
    ['source to sink', 's', 'k', false],
    ['sink to SQL', 'k', 'a', false],
    ['SQL to source', 'a', 's', false],
    ['a node to itself', 'a', 'a', false],
    ['back in a circle', 'b', 'a', false],
    ['what is drawn already', 's', 'a', false],
    ['to a node that is not there', 's', 'nobody', false],
  ])('%s: %s to %s may be drawn: %s', (_name, from, to, isAllowed) => {
    expect(canConnect(draw(...rule), from, to)).toBe(isAllowed)
  })

  test('a wire that may not be changes nothing', () => {
    const document = draw(...rule)
    expect(produce(document, wire('b', 'a'))).toBe(document)
  })

  test('a second wire into a sink takes the place of the first', () => {
    const document = draw(...rule, wire('a', 'k'))
    expect(inputsOf(document, 'k').map(({ id }) => id)).toEqual(['a'])
  })

  test('a second wire into a query joins', () => {
    const document = draw(source('s'), source('t'), query('q'), wire('s', 'q'), wire('t', 'q'))
    expect(inputsOf(document, 'q').map(({ id }) => id)).toEqual(['s', 't'])
    expect(sqlOf(document, 'q')).toMatch(/FROM mqtt_stream\nINNER JOIN mqtt_stream_2/)
  })

  test('taking a wire away leaves the rest of the SQL', () => {
    const document = draw(...rule, (p) => disconnect(p, 's', 'a'))
    expect(inputsOf(document, 'a')).toEqual([])
    expect(sqlOf(document, 'a')).toMatch(/^SELECT \*/)
  })

  test('taking the wire of a sink away leaves it unconnected', () => {
    const document = draw(...rule, (p) => disconnect(p, 'b', 'k'))
    expect(outputsOf(document, 'b')).toEqual([])
  })
})

describe('names', () => {
  test('a renamed stream is renamed in the queries that read it', () => {
    const document = draw(...rule, (p) =>
      changeStatement(
        p,
        's',
        'CREATE STREAM press () WITH (DATASOURCE="p", TYPE="mqtt", FORMAT="json")',
      ),
    )
    expect(sqlOf(document, 'a')).toContain('FROM press')
    expect(inputsOf(document, 'a').map(({ name }) => name)).toEqual(['press'])
  })

  test('a statement with an error keeps the name it had', () => {
    const document = draw(...rule, (p) => changeStatement(p, 's', 'CREATE STREAM'))
    expect(document.nodes[0]?.name).toBe('mqtt_stream')
  })

  test('a renamed rule is renamed in the queries that take its rows', () => {
    const document = draw(...rule, (p) => changeRuleId(p, 'a', 'first'))
    expect(sqlOf(document, 'b')).toContain('FROM first')
  })

  test('new nodes of one kind have different names', () => {
    const document = draw(source('s'), source('t'), query('q'), sink('k'), sink('l'))
    const names = document.nodes.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
  })
})

describe('deleting and copying', () => {
  test('a deleted query leaves its sink unconnected and its source as it is', () => {
    const document = draw(...rule, (p) => deleteNodes(p, new Set(['b'])))
    expect(document.nodes.map(({ id }) => id)).toEqual(['s', 'a', 'k'])
    expect(inputsOf(document, 'k')).toEqual([])
  })

  test('copied nodes are wired among themselves, and to the same source as before', () => {
    let number = 0
    const document = draw(...rule, (p) => {
      duplicateNodes(p, ['a', 'b', 'k'], () => `copy${(number += 1)}`)
    })
    const copied = wiresOf(document).filter(({ to }) => to.startsWith('copy'))
    expect(copied.map(({ from, to }) => `${from} ${to}`)).toEqual([
      's copy1',
      'copy1 copy2',
      'copy2 copy3',
    ])
  })
})

describe('import', () => {
  const ruleset = JSON.stringify({
    streams: { demo: 'CREATE STREAM demo () WITH (DATASOURCE="demo", FORMAT="json")' },
    tables: {},
    rules: {
      hot: JSON.stringify({
        id: 'hot',
        sql: 'SELECT * FROM demo WHERE t > 4',
        actions: [{ log: {} }],
      }),
    },
  })

  function imported(into: ProjectDocument, text: string): ProjectDocument {
    const reading = readImport(text, 'file.json')
    if (!reading.ok) throw new Error(reading.message)
    let number = 0
    return produce(into, (project) => {
      mergeDocument(project, reading.document, () => `new${(number += 1)}`)
    })
  }

  test('draws source, query and sink with their wires', () => {
    const document = imported(empty, ruleset)
    expect(document.nodes.map(({ kind }) => kind)).toEqual(['source', 'sql', 'sink'])
    expect(wiresOf(document)).toHaveLength(2)
  })

  test('twice: the stream is shared, the rule has another id', () => {
    const document = imported(imported(empty, ruleset), ruleset)
    const kinds = document.nodes.map(({ kind }) => kind)
    expect(kinds).toEqual(['source', 'sql', 'sink', 'sql', 'sink'])
    const ids = document.nodes.flatMap((node) => (node.kind === 'sql' ? [node.ruleId] : []))
    expect(new Set(ids).size).toBe(2)
    expect(wiresOf(document)).toHaveLength(4)
  })

  test('another stream of the same name is renamed, in its query too', () => {
    const other = ruleset.replace('DATASOURCE=\\"demo\\"', 'DATASOURCE=\\"else\\"')
    const document = imported(imported(empty, ruleset), other)
    const sources = document.nodes.flatMap((node) => (node.kind === 'source' ? [node.name] : []))
    expect(sources).toEqual(['demo', 'demo_2'])
    expect(inputsOf(document, 'new2').map(({ name }) => name)).toEqual(['demo_2'])
  })

  test.each([
    [
      'one rule',
      JSON.stringify({ id: 'r', sql: 'SELECT * FROM demo', actions: [{ log: {} }] }),
      ['sql', 'sink'],
    ],
    ['a query', 'select a from demo', ['sql']],
    [
      'statements',
      'CREATE STREAM demo () WITH (DATASOURCE="x", FORMAT="json"); SELECT * FROM demo;',
      ['source', 'sql'],
    ],
  ])('takes %s', (_name, text, kinds) => {
    expect(imported(empty, text).nodes.map(({ kind }) => kind)).toEqual(kinds)
  })

  test.each([
    ['no JSON', '{"streams": '],
    ['another JSON', '{"a": 1}'],
    ['a statement with an error', 'CREATE STREAM demo ('],
  ])('refuses %s with a message', (_name, text) => {
    const reading = readImport(text, 'file.json')
    expect(reading.ok).toBe(false)
    if (!reading.ok) expect(reading.message).not.toBe('')
  })
})
