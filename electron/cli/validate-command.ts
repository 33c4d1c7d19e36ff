import type { FunctionDefinition } from '#engine'
import type { Plugin } from '#engine/api'
import { resolveSecrets, rulesetCodes } from '#engine/ruleset'
import type { RunProblem, SecretSource } from '#engine/ruleset'
import { createNodeEngine } from '../host/host.ts'
import { createRedactor } from '../host/redactor.ts'
import { countOf } from './count-of.ts'
import { loadRules } from './load-rules.ts'
import { describeProblems } from './print-problems.ts'

export interface RulePlugins {
  readonly plugins: readonly Plugin[]
  /** Functions of plugins, for SQL. */
  readonly functions: readonly FunctionDefinition[]
  readonly secrets: SecretSource
  /** A folder of schemas beside those of the rules. */
  readonly schemaFolder?: string | undefined
}

/**
 * Checks everything and starts nothing; resolves to the exit code. Problems go to `print`. A secret without
 * a value is a warning: rules are checked also where they never run.
 */
export async function validateRules(
  file: string,
  { plugins, functions, secrets, schemaFolder }: RulePlugins,
  printToUser: (text: string) => void,
): Promise<number> {
  const loaded = await loadRules(file, schemaFolder)
  const { definition, values, problems: missing } = resolveSecrets(loaded.definition, secrets)
  const redactor = createRedactor()
  redactor.add(values)
  const print = (text: string): void => printToUser(redactor.text(text))
  const problems = [...loaded.problems, ...missing.map(toWarning)]
  const engine = createNodeEngine(plugins, () => undefined, undefined, functions)
  const all = [...problems, ...engine.check(definition)]
  print(describeProblems(all, { file, definition }))
  const errors = all.filter(({ diagnostic }) => diagnostic.severity === 'error').length
  const rules = countOf(definition.rules.length, 'rule')
  const streams = countOf(definition.streams.length, 'stream or table', 'streams and tables')
  print(
    errors === 0
      ? `${file}: ${rules}, ${streams}, no errors\n`
      : `${file}: ${countOf(errors, 'error')}\n`,
  )
  return errors === 0 ? 0 : 1
}

function toWarning({ place, diagnostic }: RunProblem): RunProblem {
  return diagnostic.code === rulesetCodes.secretMissing
    ? { place, diagnostic: { ...diagnostic, severity: 'warning' } }
    : { place, diagnostic }
}
