import type { RunDefinition, RunProblem } from '#engine/ruleset'

/** One problem a line: place, line and column where there is a text, severity, code, message, hint. */
export function describeProblems(
  problems: readonly RunProblem[],
  definition: RunDefinition,
): string {
  return problems.map((problem) => describe(problem, textOf(problem.place, definition))).join('')
}

function describe({ place, diagnostic }: RunProblem, text: string | undefined): string {
  const { code, severity, message, hint, span } = diagnostic
  const position = text === undefined ? '' : `:${lineAndColumn(text, span.start)}`
  const line = `${place}${position}: ${severity} ${code}: ${message}\n`
  return hint === undefined ? line : `${line}    ${hint}\n`
}

/** The text that spans of a place count in, where there is one. */
function textOf(place: string, definition: RunDefinition): string | undefined {
  const [kind, name, part] = place.split('/')
  if (kind === 'rule' && part === 'sql') return definition.rules.find(({ id }) => id === name)?.sql
  if (kind !== 'stream') return undefined
  const named = new RegExp(
    `^\\s*CREATE\\s+(STREAM|TABLE)\\s+\`?${escapePattern(name ?? '')}\`?[\\s(]`,
    'i',
  )
  return definition.streams.find((statement) => named.test(statement))
}

function lineAndColumn(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n')
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`
}

const escapePattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
