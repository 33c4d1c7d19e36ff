import { createFunctionCatalog, explain } from '#engine'
import type { FunctionDefinition } from '#engine'
import { emptyCatalog, executeStatement } from '#engine/language'
import { loadRules } from './load-rules.ts'
import { describeProblems } from './print-problems.ts'

export interface ExplainOutput {
  readonly print: (text: string) => void
  /** Everything that is no plan. */
  readonly note: (text: string) => void
}

/** Prints the plans of every rule with SQL; resolves to the exit code. `extra`: functions of plugins. */
export async function explainRules(
  file: string,
  extra: readonly FunctionDefinition[],
  { print, note }: ExplainOutput,
): Promise<number> {
  const { definition, problems } = await loadRules(file)
  note(describeProblems(problems, { file, definition }))
  const catalog = definition.streams.reduce(
    (known, statement) => executeStatement(known, statement).catalog,
    emptyCatalog,
  )
  const functions = createFunctionCatalog(extra)
  for (const { id, sql, options } of definition.rules) {
    const plans = sql === undefined ? 'a graph rule' : explain(sql, catalog, functions, options)
    print(`rule ${id}\n${indent(plans)}\n`)
  }
  return problems.some(({ diagnostic }) => diagnostic.severity === 'error') ? 1 : 0
}

const indent = (text: string): string => text.replace(/^/gm, '  ')
