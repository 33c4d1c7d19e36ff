import { produce } from 'immer'
import { describe, expect, test } from 'vitest'
import { addSink, addSource, addSql, changeStatement, connect, type Project } from './edits.ts'
import type { ProjectDocument } from './ruleset.ts'
import { spliceableWire, spliceInto } from './splice.ts'
import { wiresOf } from './wires.ts'

const document = produce(
  { nodes: [], sourceConfigurations: {} } as ProjectDocument,
  (p: Project) => {
    addSource(p, { id: 's', position: { x: 0, y: 0 }, type: 'mqtt', datasource: 't' })
    addSource(p, { id: 't', position: { x: 0, y: 200 }, type: 'mqtt', datasource: 't' })
    changeStatement(
      p,
      't',
      'CREATE TABLE places () WITH (DATASOURCE="t", TYPE="mqtt", FORMAT="json")',
    )
    const sql =
      'SELECT mqtt_stream.a FROM mqtt_stream INNER JOIN places ON mqtt_stream.k = places.k'
    addSql(p, { id: 'q', position: { x: 308, y: 0 }, sql, title: 'hot' })
    addSink(p, { id: 'k', position: { x: 616, y: 0 }, type: 'log', title: 'log' })
    connect(p, 'q', 'k')
  },
)

function splice(wire: string): ProjectDocument {
  const found = spliceableWire(document, wire)
  if (found === undefined) throw new Error(`nothing stands on ${wire}`)
  return produce(document, (p: Project) => {
    addSql(p, { id: 'n', position: { x: 200, y: 40 }, sql: 'SELECT *\nFROM ', title: 'query' })
    spliceInto(p, 'n', found)
  })
}

const wires = (project: ProjectDocument) =>
  wiresOf(project)
    .map(({ id }) => id)
    .sort()

describe('a SQL node that is dropped on a wire', () => {
  test('stands between source and query, which reads it under its own name', () => {
    const spliced = splice('s->q')
    expect(wires(spliced)).toEqual(['n->q', 'q->k', 's->n', 't->q'])
    const query = spliced.nodes.find(({ id }) => id === 'q')
    expect(query?.kind === 'sql' && query.sql).toBe(
      'SELECT query.a FROM query INNER JOIN places ON query.k = places.k',
    )
  })

  test('stands between query and sink', () => {
    expect(wires(splice('q->k'))).toEqual(['n->k', 'q->n', 's->q', 't->q'])
  })

  test('pushes what follows to the right, by as much as is missing', () => {
    const x = new Map(splice('s->q').nodes.map(({ id, position }) => [id, position.x]))
    expect(Object.fromEntries(x)).toEqual({ s: 0, t: 0, n: 308, q: 616, k: 924 })
  })

  test.each(['t->q', 'q->s', ''])('cannot stand on %j', (wire) => {
    expect(spliceableWire(document, wire)).toBeUndefined()
  })
})
