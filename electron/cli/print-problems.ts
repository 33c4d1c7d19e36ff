import type { RunDefinition, RunProblem } from '#engine/ruleset'

/** What problems were found in. */
export interface Checked {
  /** As the user named it. */
  readonly file: string
  readonly definition: RunDefinition
}

/** One problem a line: file, place, line and column where there is a text, severity, code, message, hint. */
export function describeProblems(
  problems: readonly RunProblem[],
  { file, definition }: Checked,
): string {
  return withoutRepeats(problems)
    .map((problem) => `${file}: ${describe(problem, textOf(problem, definition))}`)
    .join('')
}

/** The drawing and the engine look at the same texts: what both find is said once, the worse one. */
function withoutRepeats(problems: readonly RunProblem[]): readonly RunProblem[] {
  const found = new Map<string, RunProblem>()
  for (const problem of problems) {
    const { code, message, span, severity } = problem.diagnostic
    const key = JSON.stringify([problem.place, code, message, span.start])
    if (!found.has(key) || severity === 'error') found.set(key, problem)
  }
  return [...found.values()]
}

function describe({ place, diagnostic }: RunProblem, text: string | undefined): string {
  const { code, severity, message, hint, span } = diagnostic
  const position = text === undefined ? '' : `:${lineAndColumn(text, span.start)}`
  const line = `${place}${position}: ${severity} ${code}: ${message}\n`
  return hint === undefined ? line : `${line}    ${hint}\n`
}

/** The text that spans of a place count in, where there is one. */
function textOf(
  { place, diagnostic: { span } }: RunProblem,
  definition: RunDefinition,
): string | undefined {
  const [kind, name = '', part, ...path] = place.split('/')
  if (kind === 'rule' && part === 'sql') return definition.rules.find(({ id }) => id === name)?.sql
  if (kind === 'rule' && part === 'graph') {
    return textIn(definition.rules.find(({ id }) => id === name)?.graph, path)
  }
  // Only what is wrong inside a template has a place there.
  if (kind === 'action' && span.end > span.start) {
    const action = definition.rules.find(({ id }) => id === name)?.actions[Number(part)]
    return textIn(Object.values(action ?? {})[0], path.join('/').split('.'))
  }
  if (kind !== 'stream' || part !== undefined) return undefined
  const named = new RegExp(`\\bCREATE\\s+\\w+\\s+\`?${escapePattern(name)}(?![\\w-])`, 'i')
  return definition.streams.find((statement) => named.test(statement))
}

/** The text that a path leads to in JSON. */
function textIn(value: unknown, path: readonly string[]): string | undefined {
  let found = value
  for (const part of path) {
    if (typeof found !== 'object' || found === null) return undefined
    found = (found as Readonly<Record<string, unknown>>)[part]
  }
  return typeof found === 'string' ? found : undefined
}

function lineAndColumn(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n')
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`
}

const escapePattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
