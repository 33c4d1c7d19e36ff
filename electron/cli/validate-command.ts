import type { FunctionDefinition } from '#engine'
import type { Plugin } from '#engine/api'
import { createNodeEngine } from '../host/host.ts'
import { countOf } from './count-of.ts'
import { loadRules } from './load-rules.ts'
import { describeProblems } from './print-problems.ts'

export interface RulePlugins {
  readonly plugins: readonly Plugin[]
  /** Functions of plugins, for SQL. */
  readonly functions: readonly FunctionDefinition[]
}

/** Checks everything and starts nothing; resolves to the exit code. Problems go to `print`. */
export async function validateRules(
  file: string,
  { plugins, functions }: RulePlugins,
  print: (text: string) => void,
): Promise<number> {
  const { definition, problems } = await loadRules(file)
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
