import type { ProjectDocument, Ruleset } from './document.ts'
import { deriveRules, type DerivedRules } from './derive-rules.ts'
import { printExactJson } from './exact-json.ts'
import { mapValues } from './record.ts'
import { type DocumentProblem, problem, rulesetCodes } from './problem.ts'
import { isGraphRule, toRuleJson } from './rule-text.ts'
import { printSchemas } from './schemas.ts'
import { parseStatement } from './stream-statement.ts'

export interface ExportResult {
  readonly ruleset: Ruleset
  /** Errors are what eKuiper would refuse. */
  readonly diagnostics: readonly DocumentProblem[]
}

/**
 * The ruleset that eKuiper takes for what is drawn. Loose nodes (sinks without a wire, doubled names)
 * are not in it. `rulesetToDocument` draws the same graph again.
 */
export function documentToRuleset(document: ProjectDocument): ExportResult {
  const derived = deriveRules(document, 'export')
  const pick = (isTable: boolean): Record<string, string> => {
    const streams = derived.streams.filter((stream) => stream.isTable === isTable)
    return Object.fromEntries(streams.map(({ name, statement }) => [name, statement]))
  }
  const rules = derived.rules.map((rule): [string, string] => [
    rule.node.ruleId,
    printExactJson(toRuleJson(rule)),
  ])
  const hasConfigurations = Object.keys(derived.configurations).length > 0
  const schemas = printSchemas(document.schemas ?? {})
  const ruleset: Ruleset = {
    streams: pick(false),
    tables: pick(true),
    rules: Object.fromEntries(rules),
    ...(hasConfigurations
      ? { sourceConfig: mapValues(derived.configurations, (groups) => printExactJson(groups)) }
      : {}),
    ...(Object.keys(schemas).length > 0 ? { Schema: schemas } : {}),
  }
  return { ruleset, diagnostics: [...derived.diagnostics, ...checkExport(derived)] }
}

function checkExport(derived: DerivedRules): DocumentProblem[] {
  const problems: DocumentProblem[] = []
  for (const { name, statement, node } of derived.streams) {
    const { diagnostics } = parseStatement(statement)
    for (const diagnostic of diagnostics) {
      problems.push({ place: `stream/${name}`, diagnostic, node: node.id })
    }
  }
  for (const { node, actions } of derived.rules) {
    if (actions.length > 0 || isGraphRule(node)) continue
    const message = `the rule "${node.ruleId}" has no sink`
    const details = { hint: 'eKuiper refuses it: connect a sink.', node: node.id }
    problems.push(problem(`rule/${node.ruleId}`, rulesetCodes.noSink, message, details))
  }
  return problems
}
