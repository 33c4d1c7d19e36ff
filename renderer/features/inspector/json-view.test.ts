import { produce } from 'immer'
import { describe, expect, test } from 'vitest'
import type { CanvasNode, ProjectDocument } from '../../state/ruleset.ts'
import { applyFix } from './apply-fix.ts'
import { jsonOf, readNodeJson } from './json-view.ts'
import { valuesOfOptions } from './stream-options.ts'

const secrets = new Set(['password'])
const position = { x: 1, y: 2 }
const query: CanvasNode = {
  kind: 'sql', id: 'q', position, ruleId: 'hot', name: 'Hot', sql: 'SELECT * FROM demo',
  options: { qos: 1, mine: { a: 1 } }, extra: { tags: ['x'], unknown: true },
} // prettier-ignore
const sink: CanvasNode = {
  kind: 'sink', id: 'k', position, name: 'alarm', type: 'mqtt', properties: { topic: 't', mine: [1] },
} // prettier-ignore
const source: CanvasNode = {
  kind: 'source', id: 's', position, name: 'demo',
  statement: 'CREATE STREAM demo () WITH (DATASOURCE="d", TYPE="mqtt", FORMAT="json")',
  properties: { server: 'tcp://b:1', mine: 0 },
} // prettier-ignore

function applied(node: CanvasNode, text: string): CanvasNode | undefined {
  const reading = readNodeJson(node, text, secrets)
  if (!reading.ok) throw new Error(reading.message)
  const document: ProjectDocument = { nodes: [node], sourceConfigurations: {} }
  return produce(document, reading.apply).nodes[0]
}

describe('a node as JSON', () => {
  test.each([
    ['source', source],
    ['SQL', query],
    ['sink', sink],
  ])('%s: what is shown, read back, is the same node', (_kind, node) => {
    expect(applied(node, JSON.stringify(jsonOf(node, secrets)))).toEqual(node)
  })

  test('unknown keys of a rule are shown and kept', () => {
    expect(jsonOf(query, secrets)).toMatchObject({
      tags: ['x'],
      unknown: true,
      options: { mine: { a: 1 } },
    })
  })

  test('changes count', () => {
    const text = JSON.stringify(jsonOf(sink, secrets)).replace('"t"', '"other"')
    expect(applied(sink, text)).toMatchObject({ properties: { topic: 'other', mine: [1] } })
  })

  test.each([
    ['no JSON', sink, '{'],
    ['no object', sink, '[]'],
    ['two sinks in one', sink, '{"mqtt":{},"log":{}}'],
    ['a rule without SQL', query, '{"id":"a"}'],
    ['actions, which are drawn', query, '{"id":"a","sql":"","actions":[]}'],
    ['a source without statement', source, '{"properties":{}}'],
  ])('%s is refused with a reason', (_name, node, text) => {
    const reading = readNodeJson(node, text, secrets)
    expect(reading.ok).toBe(false)
    if (!reading.ok) expect(reading.message.length).toBeGreaterThan(10)
  })
})

describe('secrets in JSON', () => {
  const secret: CanvasNode = { ...sink, properties: { topic: 't', password: 'hunter2' } }
  const shown = JSON.stringify(jsonOf(secret, secrets))

  test('are masked', () => {
    expect(shown).not.toContain('hunter2')
    expect(shown).toContain('"password"')
  })

  test('stay while their mask stays', () => {
    expect(applied(secret, shown.replace('"t"', '"other"'))).toMatchObject({
      properties: { topic: 'other', password: 'hunter2' },
    })
  })

  test.each([
    ['typed anew', '{"mqtt":{"password":"new"}}', { password: 'new' }],
    ['removed', '{"mqtt":{}}', {}],
  ])('%s, they change', (_name, text, properties) => {
    expect(applied(secret, text)).toMatchObject({ properties })
    expect(Object.keys((applied(secret, text) as typeof secret & object).properties)).toEqual(
      Object.keys(properties),
    )
  })

  test.each([
    ['a part of the mask', secret, shown.replace('•"', '"')],
    ['the mask of another node', sink, shown],
  ])('%s is no value', (_name, node, text) => {
    const reading = readNodeJson(node, text, secrets)
    expect(reading.ok).toBe(false)
    if (!reading.ok) expect(reading.message).toContain('password')
  })
})

test('the texts of stream options become the values of their form', () => {
  expect(
    valuesOfOptions({ SHARED: 'TRUE', RETAIN_SIZE: '5', TIMESTAMP: 'ts', OTHER: '1' }),
  ).toEqual({
    SHARED: true,
    RETAIN_SIZE: 5,
    TIMESTAMP: 'ts',
    OTHER: '1',
  })
})

test('a fix with several edits is applied at the right places', () => {
  const edits = [
    { span: { start: 0, end: 1 }, text: 'AB' },
    { span: { start: 2, end: 2 }, text: '-' },
  ]
  expect(applyFix('xyz', { title: 'fix', edits })).toBe('ABy-z')
})
