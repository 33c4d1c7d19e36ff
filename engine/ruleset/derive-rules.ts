import type { SinkNode, SourceConfigurations, SourceNode, SqlNode } from './document.ts'
import type { ProjectDocument } from './document.ts'
import { chainAction, chainStatement } from './chained-rule.ts'
import { defaultMqttServer, usesEmbeddedServer } from './embedded-server.ts'
import { withFloats } from './exact-json.ts'
import { canBeExported, rulesetIds } from './layout.ts'
import { isValidRuleId } from './names.ts'
import { parseOptions } from './options-parse.ts'
import { omit } from './record.ts'
import { type DocumentProblem, problem, rulesetCodes } from './problem.ts'
import { toConfiguredStatement } from './source-configuration.ts'
import { parseStatement, streamOption } from './stream-statement.ts'
import { reachableFrom, type Wire, wiresOf } from './wires.ts'

/** What eKuiper, or the engine, is to run for a document: the wires written out. */
export interface DerivedRules {
  readonly streams: readonly DerivedStream[]
  readonly rules: readonly DerivedRule[]
  readonly configurations: SourceConfigurations
  readonly diagnostics: readonly DocumentProblem[]
}

export interface DerivedStream {
  readonly name: string
  readonly isTable: boolean
  readonly statement: string
  /** The source node, or the SQL node whose rows a chain stream hands on. */
  readonly node: SourceNode | SqlNode
}

export interface DerivedRule {
  readonly node: SqlNode
  readonly actions: readonly DerivedAction[]
}

export interface DerivedAction {
  readonly action: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  /** Undefined for the action that hands rows to a downstream rule. */
  readonly sink: SinkNode | undefined
}

/** `export` writes eKuiper's default address for the embedded broker; `run` leaves it symbolic. */
export function deriveRules(document: ProjectDocument, purpose: 'export' | 'run'): DerivedRules {
  const ids = rulesetIds(document)
  const wires = wiresOf(document)
  const rules = document.nodes.filter((node) => node.kind === 'sql' && ids.has(node.id))
  const sqlNodes = rules.filter((node) => node.kind === 'sql')
  const sqlIds = new Set(sqlNodes.map((node) => node.id))
  const chained = new Set(wires.filter((wire) => sqlIds.has(wire.to)).map((wire) => wire.from))
  const isChained = (node: SqlNode): boolean => chained.has(node.id)

  const sources = deriveSources(document, ids, purpose)
  const chains = sqlNodes.filter(isChained).map((node): DerivedStream => {
    return { name: node.ruleId, isTable: false, statement: chainStatement(node.ruleId), node }
  })
  const derived = sqlNodes.map((node): DerivedRule => {
    const sinks = document.nodes.filter((sink) => sink.kind === 'sink' && sink.input === node.id)
    const actions = sinks.flatMap((sink) => (sink.kind === 'sink' ? [toAction(sink, purpose)] : []))
    const chain = isChained(node) ? [{ action: chainAction(node.ruleId), sink: undefined }] : []
    return { node, actions: [...actions, ...chain] }
  })
  return {
    streams: [...sources.streams, ...chains],
    rules: derived,
    configurations: sources.configurations,
    diagnostics: [
      ...checkNames(document, ids),
      ...checkCycles(sqlNodes, wires),
      ...sqlNodes.flatMap(checkOptions),
    ],
  }
}

function deriveSources(
  document: ProjectDocument,
  ids: ReadonlyMap<string, string>,
  purpose: 'export' | 'run',
): { streams: DerivedStream[]; configurations: SourceConfigurations } {
  const configurations: Record<string, Record<string, Readonly<Record<string, unknown>>>> = {}
  for (const [type, groups] of Object.entries(document.sourceConfigurations)) {
    configurations[type] = { ...groups }
  }
  const streams: DerivedStream[] = []
  for (const node of document.nodes) {
    if (node.kind !== 'source' || !ids.has(node.id)) continue
    const target = purpose === 'export' ? withoutEmbedded(node, configurations) : node
    const { statement, group } = toConfiguredStatement(
      target,
      document.sourceConfigurations,
      configurations,
    )
    if (group !== undefined) (configurations[group.type] ??= {})[group.key] = group.properties
    const isTable = parseStatement(statement).statement?.sourceKind === 'table'
    streams.push({ name: node.name, isTable, statement, node })
  }
  return { streams, configurations }
}

/** Left out where nothing else could set the server, so that the stream needs no configuration. */
function withoutEmbedded(node: SourceNode, configurations: SourceConfigurations): SourceNode {
  if (!usesEmbeddedServer(node.properties)) return node
  const { statement } = parseStatement(node.statement)
  const written = statement === undefined ? undefined : streamOption(statement, 'CONF_KEY')
  const inherits = written !== undefined || configurations['mqtt']?.['default'] !== undefined
  const others = omit(node.properties, 'server')
  return { ...node, properties: inherits ? { ...others, server: defaultMqttServer } : others }
}

function toAction(sink: SinkNode, purpose: 'export' | 'run'): DerivedAction {
  const isReplaced = purpose === 'export' && usesEmbeddedServer(sink.properties)
  const properties = isReplaced
    ? { ...sink.properties, server: defaultMqttServer }
    : { ...sink.properties }
  return { action: { [sink.type]: properties }, sink }
}

function checkNames(
  document: ProjectDocument,
  ids: ReadonlyMap<string, string>,
): DocumentProblem[] {
  return document.nodes.flatMap((node) => {
    if (node.kind === 'sink') return []
    if (node.kind === 'source' && node.name !== '' && !canBeExported(node)) {
      const { diagnostics } = parseStatement(node.statement)
      return diagnostics.map((diagnostic): DocumentProblem => {
        return { place: `stream/${node.name}`, diagnostic, node: node.id }
      })
    }
    return checkName(node, ids.has(node.id))
  })
}

function checkName(node: SourceNode | SqlNode, isFirst: boolean): DocumentProblem[] {
  const isRule = node.kind === 'sql'
  const name = isRule ? node.ruleId : node.name
  const place = isRule ? `rule/${name}` : `stream/${name}`
  const what = isRule ? 'rule id' : 'stream name'
  if (name !== '' && !isFirst) {
    const message = `the ${what} "${name}" is used twice`
    const hint = 'Give one of them another name.'
    return [problem(place, rulesetCodes.duplicateName, message, { hint, node: node.id })]
  }
  if (isValidRuleId(name)) return []
  const message = name === '' ? `a ${what} is missing` : `the ${what} "${name}" is not possible`
  const hint = 'eKuiper takes letters, digits, `-` and `_`.'
  const code = isRule ? rulesetCodes.ruleId : rulesetCodes.streamName
  // Streams that were created with SQL may have such names.
  const severity = isRule || name === '' ? 'error' : 'warning'
  return [problem(place, code, message, { hint, severity, node: node.id })]
}

function checkOptions(node: SqlNode): DocumentProblem[] {
  const { diagnostics } = parseOptions(withFloats(node.options))
  return diagnostics.map(({ path, ...diagnostic }) => {
    const place = ['rule', node.ruleId, 'options', ...path.slice(1)].join('/')
    return { place, diagnostic, node: node.id }
  })
}

function checkCycles(nodes: readonly SqlNode[], wires: readonly Wire[]): DocumentProblem[] {
  const isInCircle = (node: SqlNode): boolean =>
    reachableFrom(wires, node.id).has(node.id) ||
    wires.some((wire) => wire.from === node.id && wire.to === node.id)
  return nodes.filter(isInCircle).map((node) => {
    const message = `the rule "${node.ruleId}" takes its own rows as input`
    const hint = 'Remove one of the names in FROM or JOIN that lead back to it.'
    const place = `rule/${node.ruleId}/sql`
    return problem(place, rulesetCodes.wireCycle, message, { hint, node: node.id })
  })
}
