import { expect, test } from 'vitest'
import { resolveEmbeddedServer } from './embedded-server.ts'
import { documentToRunDefinition } from './run-definition.ts'
import { sampleDocument } from './sample.ts'
import type { ProjectDocument, SqlNode } from './document.ts'

const url = 'tcp://127.0.0.1:40213'

test('the sample runs on the embedded broker, wherever it listens', () => {
  const { definition, diagnostics } = documentToRunDefinition(sampleDocument)
  expect(diagnostics).toEqual([])
  const resolved = resolveEmbeddedServer(definition, url)
  expect(resolved.sourceConfigurations).toEqual({ mqtt: { telemetry: { server: url } } })
  expect(resolved.rules[0]?.actions[0]).toMatchObject({ mqtt: { server: url } })
  expect(JSON.stringify(resolved)).not.toContain('"embedded"')
})

test('every node of a run belongs to a canvas node, also what carries a wire', () => {
  const downstream: SqlNode = {
    kind: 'sql',
    id: 'downstream',
    position: { x: 0, y: 0 },
    ruleId: 'next',
    name: 'next',
    sql: 'SELECT * FROM too_hot',
    options: {},
    extra: {},
  }
  const document: ProjectDocument = {
    ...sampleDocument,
    nodes: [...sampleDocument.nodes, downstream],
  }
  const { definition, canvasNodes, runNodes } = documentToRunDefinition(document)
  expect(definition.streams).toHaveLength(2)
  expect(Object.fromEntries(canvasNodes)).toMatchObject({
    'stream/telemetry': 'stream/telemetry',
    'stream/too_hot': 'rule/too_hot',
    'rule/next': 'downstream',
    'action/too_hot/0': 'action/too_hot/0',
    'action/too_hot/2': 'rule/too_hot',
  })
  expect(runNodes.get('rule/too_hot')).toBe('rule/too_hot')
  expect(runNodes.get('downstream')).toBe('rule/next')
  expect(runNodes.size).toBe(document.nodes.length)
})

test('a graph rule runs as it came', () => {
  const graph = { nodes: {}, topo: { sources: [], edges: {} } }
  const rule: SqlNode = {
    kind: 'sql',
    id: 'g',
    position: { x: 0, y: 0 },
    ruleId: 'g',
    name: 'g',
    sql: '',
    options: {},
    extra: { graph },
  }
  const { definition } = documentToRunDefinition({ nodes: [rule], sourceConfigurations: {} })
  expect(definition.rules).toEqual([{ id: 'g', name: 'g', graph, actions: [], options: {} }])
})
