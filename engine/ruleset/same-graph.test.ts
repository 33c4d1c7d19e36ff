import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CanvasNode, ProjectDocument } from './document.ts'
import { documentToRuleset } from './export-document.ts'
import { rulesetToDocument } from './import-ruleset.ts'
import { canBeExported } from './layout.ts'
import { readProjectFiles, writeProjectFiles } from './project-files.ts'
import { omit } from './record.ts'
import { parseRuleset, printRuleset } from './ruleset-text.ts'
import { wiresOf } from './wires.ts'

/** A document without what only the drawing has: ids, places, sinks' names, order of the nodes. */
function graphOf(document: ProjectDocument): unknown {
  const names = new Map(document.nodes.map((node) => [node.id, nameOf(node)]))
  const nodes = document.nodes.map((node) => {
    const rest = omit(node, 'id', 'position', 'name')
    return node.kind === 'sink' && node.input !== undefined
      ? { ...rest, input: names.get(node.input) }
      : rest
  })
  const wires = wiresOf(document).map((wire) => [names.get(wire.from), names.get(wire.to)])
  const sorted = (items: readonly unknown[]): string[] =>
    items.map((item) => JSON.stringify(item)).sort()
  return { nodes: sorted(nodes), wires: sorted(wires), shared: document.sourceConfigurations }
}

function nameOf(node: CanvasNode): string {
  if (node.kind === 'source') return `source ${node.name}`
  return node.kind === 'sql' ? `rule ${node.ruleId}` : `sink ${node.type}`
}

function reimported(document: ProjectDocument): ProjectDocument {
  const { ruleset } = parseRuleset(printRuleset(documentToRuleset(document).ruleset))
  if (ruleset === undefined) throw new Error('the export is no ruleset')
  return rulesetToDocument(ruleset).document
}

const word = fc.constantFrom('a', 'b', 'c', 'd', 'first', 'per-device', 'größe', 'select', 'A')
const jsonObject = fc
  .dictionary(fc.constantFrom('server', 'qos', 'x', 'topic'), fc.jsonValue({ maxDepth: 2 }))
  .map((object): Record<string, unknown> => JSON.parse(JSON.stringify(object)) as typeof object)
const position = fc.record({ x: fc.integer(), y: fc.integer() })

/** Also of statements that are being written. */
const statementEnd = fc.constantFrom(')', ')', ')', ', TYPE="simulator")', '', ', KEY=)')

const anyDocument = fc
  .record({
    sources: fc.uniqueArray(fc.tuple(word, jsonObject, position, statementEnd), {
      selector: ([name]) => name,
      maxLength: 4,
    }),
    rules: fc.uniqueArray(fc.tuple(word, fc.array(word, { maxLength: 3 }), jsonObject, position), {
      selector: ([name]) => name,
      maxLength: 5,
    }),
    sinks: fc.array(
      fc.tuple(fc.nat(4), fc.constantFrom('log', 'mqtt', 'memory'), jsonObject, position),
      { maxLength: 6 },
    ),
    shared: fc.dictionary(fc.constantFrom('plant', 'default', 'b'), jsonObject),
  })
  .map(({ sources, rules, sinks, shared }): ProjectDocument => {
    const name = (text: string): string =>
      /^[a-z]+$/.test(text) && text !== 'select' ? text : `\`${text}\``
    const nodes: CanvasNode[] = []
    for (const [stream, properties, at, end] of sources) {
      const statement = `CREATE STREAM ${name(stream)} () WITH (DATASOURCE="${stream}"${end}`
      nodes.push({
        kind: 'source',
        id: `s-${stream}`,
        position: at,
        name: stream,
        statement,
        properties,
      })
    }
    for (const [ruleId, from, options, at] of rules) {
      const [first = 'none', ...joined] = from
      const joins = joined.map((other) => ` INNER JOIN ${name(other)} ON a = b`).join('')
      const text = `SELECT * FROM ${name(first)}${joins}`
      nodes.push({
        kind: 'sql',
        id: `r-${ruleId}`,
        position: at,
        ruleId,
        name: ruleId,
        sql: text,
        options,
        extra: {},
      })
    }
    for (const [index, [rule, type, properties, at]] of sinks.entries()) {
      const input = rules[rule]?.[0]
      const node = {
        kind: 'sink',
        id: `k-${index}`,
        position: at,
        name: `sink ${index}`,
        type,
        properties,
      } as const
      nodes.push(input === undefined ? node : { ...node, input: `r-${input}` })
    }
    return { nodes, sourceConfigurations: Object.keys(shared).length === 0 ? {} : { mqtt: shared } }
  })

test('any document has the same graph after export and import', () => {
  fc.assert(
    fc.property(anyDocument, (document) => {
      const connected = document.nodes.filter((node) =>
        node.kind === 'source'
          ? canBeExported(node)
          : node.kind === 'sql' || node.input !== undefined,
      )
      const drawn = { ...document, nodes: connected }
      expect(graphOf(reimported(drawn))).toEqual(graphOf(drawn))
    }),
  )
})

test('any document is the same after a save and a look into its files', () => {
  const places = (document: ProjectDocument): string[] =>
    document.nodes.map((node) => JSON.stringify([nameOf(node), node.position, node.name])).sort()
  fc.assert(
    fc.property(anyDocument, (document) => {
      const read = readProjectFiles(writeProjectFiles(document)).document
      if (read === undefined) throw new Error('own files were refused')
      expect(graphOf(read)).toEqual(graphOf(document))
      expect(places(read)).toEqual(places(document))
    }),
  )
})
