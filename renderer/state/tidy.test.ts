import { produce } from 'immer'
import { describe, expect, test } from 'vitest'
import { addSink, addSource, addSql, connect, type Project } from './edits.ts'
import { sampleDocument } from '#engine/ruleset'
import type { ProjectDocument } from './ruleset.ts'
import { cardSize, tidied, tidyPositions } from './tidy.ts'
import { wiresOf } from './wires.ts'

const at = { x: 0, y: 0 }

function draw(edit: (project: Project) => void): ProjectDocument {
  return produce({ nodes: [], sourceConfigurations: {} } as ProjectDocument, edit)
}

/** 60 nodes: 6 sources, each read by 3 queries with 2 sinks each. */
const many = draw((project) => {
  for (let s = 0; s < 6; s += 1) {
    addSource(project, { id: `s${s}`, position: at, type: 'mqtt', datasource: 't' })
    for (let q = 0; q < 3; q += 1) {
      const query = `s${s}q${q}`
      addSql(project, { id: query, position: at, sql: '', title: query })
      connect(project, `s${s}`, query)
      for (const sink of ['a', 'b']) {
        addSink(project, { id: query + sink, position: at, type: 'log', title: query + sink })
        connect(project, query, query + sink)
      }
    }
  }
})

function overlaps({ nodes }: ProjectDocument): readonly string[] {
  return nodes.flatMap((a, index) =>
    nodes.slice(index + 1).flatMap((b) => {
      const isApart =
        Math.abs(a.position.x - b.position.x) >= cardSize.width ||
        Math.abs(a.position.y - b.position.y) >= cardSize.height
      return isApart ? [] : [`${a.id} ${b.id}`]
    }),
  )
}

describe('a tidy drawing', () => {
  test.each([
    ['the sample', sampleDocument],
    ['60 nodes in one place', many],
    [
      'nodes without wires',
      draw((project) => {
        for (const id of ['a', 'b', 'c']) addSql(project, { id, position: at, sql: '', title: id })
      }),
    ],
  ])('of %s has no overlap and goes from left to right', (_, document) => {
    const tidy = tidied(document)
    expect(overlaps(tidy)).toEqual([])
    const x = new Map(tidy.nodes.map(({ id, position }) => [id, position.x]))
    for (const { from, to } of wiresOf(tidy)) {
      expect(x.get(to)).toBeGreaterThanOrEqual((x.get(from) ?? 0) + cardSize.width)
    }
  })

  test('of many rules is wider than high', () => {
    const places = [...tidyPositions(many).values()]
    const width = Math.max(...places.map(({ x }) => x)) + cardSize.width
    const height = Math.max(...places.map(({ y }) => y)) + cardSize.height
    expect(width / height).toBeGreaterThan(1)
    expect(width / height).toBeLessThan(2.5)
  })

  test('keeps the upper left corner and is on the grid', () => {
    const positions = [...tidyPositions(sampleDocument).values()]
    expect(Math.min(...positions.map(({ x }) => x))).toBe(64)
    expect(Math.min(...positions.map(({ y }) => y))).toBe(64)
    for (const { x, y } of positions) expect([x % 4, y % 4]).toEqual([0, 0])
  })

  test('is the same when it is tidied again', () => {
    const once = tidied(sampleDocument)
    expect(tidied(once)).toEqual(once)
  })

  test('of nothing is nothing', () => {
    expect(tidyPositions({ nodes: [], sourceConfigurations: {} }).size).toBe(0)
  })
})
