import type { CanvasNode, ProjectDocument, Ruleset } from './document.ts'
import { chainStatement, isChainAction } from './chained-rule.ts'
import { readConfigurations, resolveConnections } from './import-configurations.ts'
import { type ImportedRule, readRules } from './import-rules.ts'
import { applyLayout } from './import-layout.ts'
import type { ProjectLayout } from './layout.ts'
import { type DocumentProblem, problem, rulesetCodes } from './problem.ts'
import { readSchemas } from './schemas.ts'
import { takeOwnProperties } from './source-configuration.ts'
import { parseStatement } from './stream-statement.ts'

export interface ImportResult {
  readonly document: ProjectDocument
  /** Errors are parts of the ruleset that are not in the document. */
  readonly diagnostics: readonly DocumentProblem[]
}

/** The drawing of a ruleset; nodes that `layout` does not place are put from left to right. */
export function rulesetToDocument(ruleset: Ruleset, layout?: ProjectLayout): ImportResult {
  const configurations = readConfigurations(ruleset)
  const rules = readRules(ruleset)
  const chained = chainedRules(ruleset, rules.rules)
  const statements = Object.fromEntries(
    Object.entries({ ...ruleset.streams, ...ruleset.tables }).filter(
      ([name]) => !chained.has(name),
    ),
  )
  const { nodes: own, shared } = takeOwnProperties(statements, configurations.sources)
  const sources = Object.entries(statements).map(([name, written]): CanvasNode => {
    const { statement, properties } = own.get(name) ?? { statement: written, properties: {} }
    const id = `stream/${name}`
    return { kind: 'source', id, position: origin, name, statement, properties }
  })
  const connect = (type: string, properties: Readonly<Record<string, unknown>>) =>
    resolveConnections(type, properties, configurations.connections)
  const ruleNodes = rules.rules.flatMap((rule) => toNodes(rule, chained.has(rule.id), connect))
  const drawn = applyLayout([...sources, ...ruleNodes], shared, layout)
  const { schemas, diagnostics: ofSchemas } = readSchemas(ruleset.Schema ?? {})
  const document = Object.keys(schemas).length === 0 ? drawn : { ...drawn, schemas }
  const diagnostics = [
    ...configurations.diagnostics,
    ...checkStatements(statements),
    ...rules.diagnostics,
    ...ofSchemas,
  ]
  return { document, diagnostics }
}

const origin = { x: 0, y: 0 }

/** The rules whose rows go to another SQL node by the convention of `chained-rule.ts`. */
function chainedRules(ruleset: Ruleset, rules: readonly ImportedRule[]): ReadonlySet<string> {
  const chained = rules.filter((rule) => {
    const isSender = rule.actions.some(({ type, properties }) =>
      isChainAction(rule.id, type, properties),
    )
    return isSender && ruleset.streams[rule.id] === chainStatement(rule.id)
  })
  return new Set(chained.map((rule) => rule.id))
}

function toNodes(
  rule: ImportedRule,
  isChained: boolean,
  connect: (
    type: string,
    properties: Readonly<Record<string, unknown>>,
  ) => Readonly<Record<string, unknown>>,
): CanvasNode[] {
  const { id: ruleId, name, sql, options, extra } = rule
  const id = `rule/${ruleId}`
  const actions = rule.actions.filter(
    ({ type, properties }) => !(isChained && isChainAction(ruleId, type, properties)),
  )
  return [
    { kind: 'sql', id, position: origin, ruleId, name, sql, options, extra },
    ...actions.map(({ type, properties }, index): CanvasNode => {
      const connected = connect(type, properties)
      const sinkId = `action/${ruleId}/${index}`
      return {
        kind: 'sink',
        id: sinkId,
        position: origin,
        name: type,
        type,
        properties: connected,
        input: id,
      }
    }),
  ]
}

function checkStatements(statements: Readonly<Record<string, string>>): DocumentProblem[] {
  return Object.entries(statements).flatMap(([name, text]) => {
    const place = `stream/${name}`
    const { statement, diagnostics } = parseStatement(text)
    const warnings = diagnostics.map((diagnostic): DocumentProblem => {
      return { place, diagnostic: { ...diagnostic, severity: 'warning' } }
    })
    if (statement === undefined && warnings.length === 0) {
      const message = `the text of "${name}" is no CREATE statement`
      return [problem(place, rulesetCodes.streamText, message, { severity: 'warning' })]
    }
    if (statement === undefined || statement.name.name === name) return warnings
    const message = `the statement of "${name}" creates "${statement.name.name}"`
    const details = { severity: 'warning', at: statement.name.span.start } as const
    return [...warnings, problem(place, rulesetCodes.streamName, message, details)]
  })
}
