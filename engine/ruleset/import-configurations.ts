import type { Ruleset, SourceConfigurations } from './document.ts'
import { parseExactJson } from './exact-json.ts'
import { type DocumentProblem, problem, rulesetCodes } from './problem.ts'
import { isRecord } from './record.ts'

type Groups = Readonly<Record<string, Readonly<Record<string, unknown>>>>

export interface ImportedConfigurations {
  readonly sources: SourceConfigurations
  readonly connections: SourceConfigurations
  readonly diagnostics: readonly DocumentProblem[]
}

/**
 * Reads `sourceConfig` and `connectionConfig`, each a JSON text by type. A source's `connectionSelector`
 * is replaced by what the connection says.
 */
export function readConfigurations(ruleset: Ruleset): ImportedConfigurations {
  const diagnostics: DocumentProblem[] = []
  const report = (found: DocumentProblem): void => void diagnostics.push(found)
  const connections = readTexts('connectionConfig', ruleset.connectionConfig ?? {}, report)
  const written = readTexts('sourceConfig', ruleset.sourceConfig ?? {}, report)
  const sources = Object.fromEntries(
    Object.entries(written).map(([type, groups]) => {
      const resolved = Object.entries(groups).map(([key, properties]) => {
        return [key, resolveConnections(type, properties, connections)]
      })
      return [type, Object.fromEntries(resolved) as Groups]
    }),
  )
  return { sources, connections, diagnostics }
}

/** eKuiper's order: the connection's properties go over the component's own. */
export function resolveConnections(
  type: string,
  properties: Readonly<Record<string, unknown>>,
  connections: SourceConfigurations,
): Readonly<Record<string, unknown>> {
  const { connectionSelector, ...own } = properties
  if (typeof connectionSelector !== 'string') return properties
  const key = connectionSelector.startsWith(`${type}.`)
    ? connectionSelector.slice(type.length + 1)
    : connectionSelector
  const connection = connections[type]?.[key]
  return connection === undefined ? properties : { ...own, ...connection }
}

function readTexts(
  part: string,
  texts: Readonly<Record<string, string>>,
  report: (found: DocumentProblem) => void,
): SourceConfigurations {
  const types: Record<string, Groups> = {}
  for (const [type, text] of Object.entries(texts)) {
    const place = `${part}/${type}`
    const json = parseExactJson(text)
    if (!json.ok) {
      const message = `the ${part} of "${type}" is not valid JSON: ${json.message}`
      report(problem(place, rulesetCodes.sourceConfig, message, { at: json.offset }))
      continue
    }
    types[type] = readGroups(place, json.value, report)
  }
  return types
}

function readGroups(
  place: string,
  value: unknown,
  report: (found: DocumentProblem) => void,
): Groups {
  const groups: Record<string, Readonly<Record<string, unknown>>> = {}
  const entries = isRecord(value) ? Object.entries(value) : [['', value] as const]
  for (const [key, properties] of entries) {
    if (isRecord(properties)) groups[key] = properties
    else
      report(problem(`${place}/${key}`, rulesetCodes.sourceConfig, `${place}/${key} is no object`))
  }
  return groups
}
