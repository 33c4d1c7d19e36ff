import type { NodeId, RuleDefinition, RunDefinition } from '../runtime/run.ts'
import type { ProjectDocument } from './document.ts'
import { deriveRules, type DerivedRule, type DerivedRules } from './derive-rules.ts'
import { withFloats } from './exact-json.ts'
import type { DocumentProblem } from './problem.ts'

export interface RunDefinitionResult {
  /** The embedded broker is still symbolic in it: see `resolveEmbeddedServer`. */
  readonly definition: RunDefinition
  /** The node of the run that a canvas node shows. Loose nodes have none. */
  readonly runNodes: ReadonlyMap<string, NodeId>
  /** The canvas node of every node of the run; what carries a wire belongs to the upstream SQL node. */
  readonly canvasNodes: ReadonlyMap<NodeId, string>
  readonly diagnostics: readonly DocumentProblem[]
}

/** What the engine runs for a document. */
export function documentToRunDefinition(document: ProjectDocument): RunDefinitionResult {
  const derived = deriveRules(document, 'run')
  const definition: RunDefinition = {
    streams: derived.streams.map((stream) => stream.statement),
    rules: derived.rules.map(toRuleDefinition),
    sourceConfigurations: withFloats(derived.configurations),
    ...(document.schemas === undefined ? {} : { schemas: document.schemas }),
  }
  return { definition, ...mapNodes(derived), diagnostics: derived.diagnostics }
}

function toRuleDefinition({ node, actions }: DerivedRule): RuleDefinition {
  const graph = node.extra['graph']
  const isGraph = node.sql === '' && graph !== undefined
  return {
    id: node.ruleId,
    name: node.name,
    ...(isGraph ? { graph: withFloats(graph) } : { sql: node.sql }),
    actions: withFloats(actions.map(({ action }) => action)),
    options: withFloats(node.options),
  }
}

function mapNodes(derived: DerivedRules): {
  runNodes: ReadonlyMap<string, NodeId>
  canvasNodes: ReadonlyMap<NodeId, string>
} {
  const runNodes = new Map<string, NodeId>()
  const canvasNodes = new Map<NodeId, string>()
  for (const { name, node } of derived.streams) {
    canvasNodes.set(`stream/${name}`, node.id)
    if (node.kind === 'source') runNodes.set(node.id, `stream/${name}`)
  }
  for (const { node, actions } of derived.rules) {
    canvasNodes.set(`rule/${node.ruleId}`, node.id)
    runNodes.set(node.id, `rule/${node.ruleId}`)
    for (const [index, { sink }] of actions.entries()) {
      canvasNodes.set(`action/${node.ruleId}/${index}`, sink?.id ?? node.id)
      if (sink !== undefined) runNodes.set(sink.id, `action/${node.ruleId}/${index}`)
    }
  }
  return { runNodes, canvasNodes }
}
