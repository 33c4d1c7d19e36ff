import { expect, test } from 'vitest'
import { chainStatement } from './chained-rule.ts'
import type { CanvasNode, ProjectDocument, Ruleset, SourceNode } from './document.ts'
import { printExactJson } from './exact-json.ts'
import { documentToRuleset } from './export-document.ts'
import { rulesetToDocument } from './import-ruleset.ts'
import { readProjectFiles, writeProjectFiles } from './project-files.ts'
import { parseRuleset } from './ruleset-text.ts'
import { documentToRunDefinition } from './run-definition.ts'
import { sampleDocument } from './sample.ts'
import { wiresOf } from './wires.ts'

const at = { x: 0, y: 0 }
const sql = (ruleId: string, text: string, more: object = {}): CanvasNode => {
  const rest = { position: at, name: ruleId, options: {}, extra: {} }
  return { kind: 'sql', id: `n-${ruleId}`, ruleId, sql: text, ...rest, ...more }
}
const source = (name: string, properties: Record<string, unknown> = {}): CanvasNode => ({
  kind: 'source',
  id: `n-${name}`,
  position: at,
  name,
  statement: `CREATE STREAM ${name} () WITH (DATASOURCE="${name}/#", TYPE="mqtt")`,
  properties,
})
const sink = (id: string, rule: string, properties: Record<string, unknown> = {}): CanvasNode => {
  return {
    kind: 'sink',
    id,
    position: at,
    name: 'log',
    type: 'log',
    properties,
    input: `n-${rule}`,
  }
}
const documentOf = (...nodes: readonly CanvasNode[]): ProjectDocument => {
  return { nodes, sourceConfigurations: {} }
}

test('an export is eKuiper ruleset JSON with typed values', () => {
  const document = documentOf(
    source('demo', { server: 'tcp://broker:1883', qos: 2 }),
    sql('hot', 'SELECT * FROM demo', {
      name: 'too hot',
      options: { qos: 1 },
      extra: { tags: ['a'] },
    }),
    sink('s', 'hot', { sendSingle: true, batchSize: 3 }),
  )
  expect(documentToRuleset(document)).toEqual({
    ruleset: {
      streams: {
        demo: 'CREATE STREAM demo () WITH (DATASOURCE="demo/#", TYPE="mqtt", CONF_KEY="demo")',
      },
      tables: {},
      rules: {
        hot: '{"id":"hot","name":"too hot","sql":"SELECT * FROM demo","actions":[{"log":{"sendSingle":true,"batchSize":3}}],"options":{"qos":1},"tags":["a"]}',
      },
      sourceConfig: { mqtt: '{"demo":{"server":"tcp://broker:1883","qos":2}}' },
    },
    diagnostics: [],
  })
})

test('a SQL node that feeds another becomes a memory topic, and a wire again', () => {
  const document = documentOf(
    source('demo'),
    sql('first', 'SELECT * FROM demo'),
    sql('second-rule', 'SELECT * FROM first'),
    sql('third', 'SELECT * FROM `second-rule`'),
    sink('s', 'third'),
  )
  const { ruleset, diagnostics } = documentToRuleset(document)
  expect(diagnostics).toEqual([])
  expect(Object.values(ruleset.streams).slice(1)).toEqual([
    'CREATE STREAM first () WITH (DATASOURCE="sluice/first", TYPE="memory", FORMAT="json")',
    'CREATE STREAM `second-rule` () WITH (DATASOURCE="sluice/second-rule", TYPE="memory", FORMAT="json")',
  ])
  expect(JSON.parse(ruleset.rules['first'] ?? '')).toMatchObject({
    actions: [{ memory: { topic: 'sluice/first', sendSingle: true } }],
  })
  const again = rulesetToDocument(ruleset).document
  const wires = wiresOf(again).map(({ from, to }) => `${from} > ${to}`)
  expect(wires).toEqual([
    'stream/demo > rule/first',
    'rule/first > rule/second-rule',
    'rule/second-rule > rule/third',
    'rule/third > action/third/0',
  ])
  expect(again.nodes).toHaveLength(document.nodes.length)
})

test('memory topics that are not exactly the convention stay nodes', () => {
  const ruleset: Ruleset = {
    streams: { a: 'CREATE STREAM a () WITH (DATASOURCE="x")', r: `${chainStatement('r')};` },
    tables: {},
    rules: {
      r: '{"id":"r","sql":"SELECT * FROM a","actions":[{"memory":{"topic":"sluice/r","sendSingle":true}}]}',
    },
  }
  const kinds = rulesetToDocument(ruleset).document.nodes.map((node) => node.kind)
  expect(kinds).toEqual(['source', 'source', 'sql', 'sink'])
})

test('the embedded broker is written as the address that eKuiper takes by default', () => {
  const { ruleset, diagnostics } = documentToRuleset(sampleDocument)
  expect(diagnostics).toEqual([])
  expect(ruleset.sourceConfig).toBeUndefined()
  expect(ruleset.streams['telemetry']).not.toContain('CONF_KEY')
  expect(JSON.parse(ruleset.rules['too_hot'] ?? '')).toMatchObject({
    actions: [{ mqtt: { server: 'tcp://127.0.0.1:1883' } }, { memory: {} }],
  })
})

test.each([
  [
    'a sink without a rule',
    documentOf(source('a'), sql('r', 'SELECT * FROM a')),
    ['rule/r RUL4513'],
  ],
  [
    'two rules of one id',
    documentOf(sql('r', ''), { ...sql('r', ''), id: 'x' }, sink('s', 'r')),
    ['rule/r RUL4512'],
  ],
  [
    'an id eKuiper refuses',
    documentOf(sql('too hot', ''), sink('s', 'too hot')),
    ['rule/too hot RUL4511'],
  ],
  [
    'rules in a circle',
    documentOf(sql('a', 'SELECT * FROM b'), sql('b', 'SELECT * FROM a')),
    ['rule/a/sql RUL4514', 'rule/b/sql RUL4514'],
  ],
  [
    'an option of the wrong kind',
    documentOf(source('a'), sql('r', 'SELECT * FROM a', { options: { qos: '1' } }), sink('s', 'r')),
    ['rule/r/options/qos RUL4002'],
  ],
  ['a rule that reads itself', documentOf(sql('a', 'SELECT * FROM a')), ['rule/a/sql RUL4514']],
])('the export reports %s', (_name, document, expected) => {
  const { diagnostics } = documentToRuleset(document)
  expect(diagnostics.map(({ place, diagnostic }) => `${place} ${diagnostic.code}`)).toEqual(
    expected,
  )
  expect(diagnostics.every((found) => document.nodes.some((node) => node.id === found.node))).toBe(
    true,
  )
})

// The shapes that rulesets of a real eKuiper have.
test.each([
  [
    'a full rule',
    '{"id":"r","name":"A name ü <b>","sql":"SELECT * FROM demo","actions":[{"log":{}},{"mqtt":{"server":"tcp://h:1","topic":"up/{{.unit}}","qos":1,"retained":true}}],"options":{"qos":2,"restartStrategy":{"attempts":3}},"version":"3","tags":["x"],"triggered":false}',
  ],
  [
    'unknown keys',
    '{"id":"r","sql":"SELECT * FROM demo","actions":[{"nop":{"y":null,"z":[],"w":{}}}],"x-designer":{"colour":3}}',
  ],
  [
    'SQL over several lines',
    '{"id":"r","sql":"SELECT\\n  unit, -- the unit\\n  a\\nFROM demo /* plant */","actions":[{"log":{}}]}',
  ],
  ['a graph rule', '{"id":"r","name":"g","graph":{"nodes":{},"topo":{"sources":[],"edges":{}}}}'],
])('%s keeps its text through a document', (_name, text) => {
  const ruleset: Ruleset = { streams: {}, tables: {}, rules: { r: text } }
  const { document } = rulesetToDocument(ruleset)
  expect(documentToRuleset(document).ruleset.rules['r']).toBe(text)
})

test.each([
  '-- what it is\nCREATE STREAM s () WITH (DATASOURCE="c", TYPE="memory") -- tail',
  'create stream s () with (datasource="plant/valve", type="memory", format="json");',
  'CREATE STREAM s (\n  zones ARRAY(FLOAT),\n  pos STRUCT(x FLOAT)\n) WITH (\n  DATASOURCE = "o/+", CONF_KEY = "plant"\n)',
  'CREATE STREAM s () WITH (DATASOURCE="a", CONF_KEY="s")',
  'CREATE STREAM s () WITH (DATASOURCE="broken',
])('the statement %s keeps its text through a document', (statement) => {
  const streams = { s: statement }
  const { document } = rulesetToDocument({ streams, tables: {}, rules: {} })
  expect(documentToRuleset(document).ruleset.streams).toEqual(streams)
})

test('an action of two sinks, rules with null options and null properties are drawn', () => {
  const rules = {
    r: '{"id":"r","sql":"SELECT * FROM a","actions":[{"nop":{},"log":null}],"options":null}',
  }
  const { document, diagnostics } = rulesetToDocument({ streams: {}, tables: {}, rules })
  expect(document.nodes.map((node) => node.id)).toEqual(['rule/r', 'action/r/0', 'action/r/1'])
  expect(diagnostics.map(({ diagnostic }) => diagnostic.severity)).toEqual(['warning'])
})

test('a data export brings its sources configurations and connections', () => {
  const ruleset: Ruleset = {
    streams: {
      oven: 'CREATE STREAM oven () WITH (DATASOURCE="o", CONF_KEY="plant")',
      pump: 'CREATE STREAM pump () WITH (DATASOURCE="p", CONF_KEY="pump")',
    },
    tables: {},
    rules: {
      r: '{"id":"r","sql":"SELECT * FROM oven","actions":[{"mqtt":{"connectionSelector":"mqtt.broker","topic":"x"}}]}',
    },
    sourceConfig: { mqtt: '{"plant":{"qos":1},"pump":{"connectionSelector":"broker","qos":0}}' },
    connectionConfig: { mqtt: '{"broker":{"server":"tcp://h:1","username":"u"}}' },
  }
  const { document, diagnostics } = rulesetToDocument(ruleset)
  expect(diagnostics).toEqual([])
  expect(document.sourceConfigurations).toEqual({})
  const properties = document.nodes.map((node) => (node.kind === 'sql' ? {} : node.properties))
  expect(properties).toEqual([
    { qos: 1 },
    { server: 'tcp://h:1', username: 'u', qos: 0 },
    {},
    { server: 'tcp://h:1', username: 'u', topic: 'x' },
  ])
})

/** Two streams of one group, a stream with a group of another name, and one of the default group. */
const grouped: Ruleset = {
  streams: {
    oven: 'CREATE STREAM oven () WITH (DATASOURCE="o", CONF_KEY="plant")',
    pump: 'CREATE STREAM pump () WITH (DATASOURCE="p", CONF_KEY="plant")',
    valve: 'CREATE STREAM valve () WITH (DATASOURCE="v", CONF_KEY="gate")',
    meter: 'CREATE STREAM meter () WITH (DATASOURCE="m", CONF_KEY="default")',
  },
  tables: {},
  rules: {},
  sourceConfig: {
    mqtt: '{"plant":{"server":"tcp://p:1"},"default":{"qos":0},"gate":{"server":"tcp://g:1","username":"u"}}',
  },
}
const configurationsOf = (document: ProjectDocument): unknown =>
  JSON.parse(documentToRuleset(document).ruleset.sourceConfig?.['mqtt'] ?? '{}')
const withProperties = (
  document: ProjectDocument,
  name: string,
  properties: SourceNode['properties'],
): ProjectDocument => ({
  ...document,
  nodes: document.nodes.map((node) =>
    node.kind === 'source' && node.name === name ? { ...node, properties } : node,
  ),
})

test('sources show the properties of the group they name, and an export writes the same groups', () => {
  const { document } = rulesetToDocument(grouped)
  expect(document.nodes.map((node) => (node.kind === 'source' ? node.properties : {}))).toEqual([
    { server: 'tcp://p:1' },
    { server: 'tcp://p:1' },
    { server: 'tcp://g:1', username: 'u' },
    { qos: 0 },
  ])
  expect(Object.keys(document.sourceConfigurations['mqtt'] ?? {})).toEqual(['plant', 'default'])
  const { ruleset } = documentToRuleset(document)
  expect(ruleset.streams).toEqual(grouped.streams)
  expect(configurationsOf(document)).toEqual(JSON.parse(grouped.sourceConfig?.['mqtt'] ?? ''))
})

test('a changed source keeps the key of its own group and leaves a shared one', () => {
  const { document } = rulesetToDocument(grouped)
  const own = withProperties(document, 'valve', { server: 'tcp://g:2' })
  expect(configurationsOf(own)).toMatchObject({ gate: { server: 'tcp://g:2' } })
  expect(documentToRuleset(own).ruleset.streams['valve']).toBe(grouped.streams['valve'])
  const shared = withProperties(document, 'pump', { server: 'tcp://p:2' })
  expect(configurationsOf(shared)).toMatchObject({
    plant: { server: 'tcp://p:1' },
    pump: { server: 'tcp://p:2' },
  })
  expect(documentToRuleset(shared).ruleset.streams['pump']).toContain('CONF_KEY="pump"')
})

test('a copy of a source with a group of its own gets another key', () => {
  const { document } = rulesetToDocument(grouped)
  const valve = document.nodes.find((node) => node.id === 'stream/valve')
  const copy = { ...(valve as SourceNode), id: 'x', name: 'valve_2', properties: { qos: 2 } }
  const copied = { ...document, nodes: [...document.nodes, copy] }
  expect(configurationsOf(copied)).toMatchObject({
    gate: { username: 'u' },
    valve_2: { qos: 2 },
  })
})

test.each([
  ['{"streams": {}, "rules": {"a": 1}}', 'rules.a (line 1, column 32)'],
  ['{"streams": {},\n "rules": [}', 'found `}` (line 2, column 12)'],
  ['{"streams": {}', 'found the end (line 1, column 15)'],
  ['{"id":"r","sql":"SELECT 1"}', 'found the keys id, sql'],
  ['[]', 'found no object'],
  ['{"rules": {"a": "x\\q"}}', 'expected a valid escape'],
])('the text %s is refused with its place', (text, message) => {
  const { diagnostics } = parseRuleset(text, 'export.json')
  expect(diagnostics.map((found) => found.diagnostic.message).join()).toContain(message)
  expect(diagnostics[0]?.diagnostic.message).toContain('export.json')
})

test('a rule whose text is broken is named, the others are drawn', () => {
  const rules = { a: '{"id":"a",}', b: '{"id":"b","sql":"SELECT 1"}' }
  const { document, diagnostics } = rulesetToDocument({ streams: {}, tables: {}, rules })
  expect(document.nodes.map((node) => node.id)).toEqual(['rule/b'])
  expect(diagnostics.map((found) => found.diagnostic.message)).toEqual([
    'the rule "a" is not valid JSON: expected a name in double quotes, found `}` (line 1, column 11)',
  ])
})

test('integers beyond 2^53 keep their digits from import to export, and run as floats', () => {
  const properties = { topic: 'a', limit: 9007199254740993n, deep: [{ n: -12345678901234567890n }] }
  const text = printExactJson({ id: 'r', sql: 'SELECT * FROM s', actions: [{ mqtt: properties }] })
  const { document } = rulesetToDocument({
    streams: { s: 'CREATE STREAM s () WITH (TYPE="mqtt", CONF_KEY="k")' },
    tables: {},
    rules: { r: text },
    sourceConfig: { mqtt: '{"k":{"big":9007199254740993}}' },
  })
  const { ruleset } = documentToRuleset(document)
  expect(ruleset.rules['r']).toBe(text)
  expect(ruleset.sourceConfig?.['mqtt']).toContain('"big":9007199254740993}')
  const read = readProjectFiles(writeProjectFiles(document))
  expect(documentToRuleset(read.document ?? document).ruleset).toEqual(ruleset)
  const { definition } = documentToRunDefinition(document)
  expect(definition.rules[0]?.actions[0]?.['mqtt']).toMatchObject({
    limit: 9007199254740992,
    deep: [{ n: -12345678901234567000 }],
  })
})

test('a rule that a server keeps stopped is told of, and runs', () => {
  const rules = {
    stopped: '{"id":"stopped","sql":"SELECT * FROM s","actions":[{"log":{}}],"triggered":false}',
    started: '{"id":"started","sql":"SELECT * FROM s","actions":[{"log":{}}],"triggered":true}',
  }
  const imported = rulesetToDocument({ streams: {}, tables: {}, rules })
  expect(
    imported.diagnostics.filter(({ diagnostic }) => diagnostic.code === 'RUL4516'),
  ).toMatchObject([{ place: 'rule/stopped/triggered', diagnostic: { severity: 'info' } }])
  const { definition } = documentToRunDefinition(imported.document)
  expect(definition.rules.map(({ id }) => id)).toEqual(['stopped', 'started'])
})
