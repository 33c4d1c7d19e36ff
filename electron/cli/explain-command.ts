import {
  buildRunCatalog,
  componentsOf,
  createComponentRegistry,
  createFunctionCatalog,
  explain,
} from '#engine'
import type { FunctionDefinition } from '#engine'
import type { Plugin } from '#engine/api'
import { loadRules } from './load-rules.ts'
import { describeProblems } from './print-problems.ts'

export interface ExplainOutput {
  readonly print: (text: string) => void
  /** Everything that is no plan. */
  readonly note: (text: string) => void
}

export interface ExplainPlugins {
  readonly plugins: readonly Plugin[]
  /** Functions of plugins, for SQL. */
  readonly functions: readonly FunctionDefinition[]
  /** A folder of schemas beside those of the rules. */
  readonly schemaFolder?: string | undefined
}

/** Prints the plans of every rule with SQL; resolves to the exit code. */
export async function explainRules(
  file: string,
  { plugins, functions: extra, schemaFolder }: ExplainPlugins,
  { print, note }: ExplainOutput,
): Promise<number> {
  const { definition, problems } = await loadRules(file, schemaFolder)
  const components = createComponentRegistry(componentsOf(plugins))
  const { catalog, problems: inStreams } = buildRunCatalog(definition, components)
  const all = [...problems, ...inStreams]
  note(describeProblems(all, { file, definition }))
  const functions = createFunctionCatalog(extra)
  for (const { id, sql, options } of definition.rules) {
    const plans = sql === undefined ? 'a graph rule' : explain(sql, catalog, functions, options)
    print(`rule ${id}\n${indent(plans)}\n`)
  }
  return all.some(({ diagnostic }) => diagnostic.severity === 'error') ? 1 : 0
}

const indent = (text: string): string => text.replace(/^/gm, '  ')
