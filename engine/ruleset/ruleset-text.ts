import type { Ruleset } from './document.ts'
import { parseExactJson, printExactJson } from './exact-json.ts'
import { offsetOfMember } from './json-text.ts'
import { type DocumentProblem, problem, rulesetCodes } from './problem.ts'
import { isRecord } from './record.ts'
import { placeOf } from './text-edit.ts'

export interface ParseRulesetResult {
  /** Undefined where the text is no ruleset at all. */
  readonly ruleset: Ruleset | undefined
  readonly diagnostics: readonly DocumentProblem[]
}

type Part = 'streams' | 'tables' | 'rules' | 'sourceConfig' | 'connectionConfig' | 'Schema'

/**
 * Reads eKuiper's ruleset JSON, or a data export (whose other parts are left out). `place` is how
 * messages call the text, such as a file name. The rules' own texts are read by `rulesetToDocument`.
 */
export function parseRuleset(text: string, place = 'ruleset'): ParseRulesetResult {
  const json = parseExactJson(text.replace(/^\uFEFF/, ''))
  if (!json.ok) {
    const message = `${place} is not valid JSON: ${json.message}`
    const details = { at: json.offset }
    return fail(problem(place, rulesetCodes.notJson, message, details))
  }
  if (!isRecord(json.value) || !('rules' in json.value || 'streams' in json.value)) {
    return fail(notRuleset(place, json.value))
  }
  const diagnostics: DocumentProblem[] = []
  const read = (part: Part): Record<string, string> =>
    readPart(
      { text, place, part, value: isRecord(json.value) ? json.value[part] : undefined },
      (found) => diagnostics.push(found),
    )
  const [streams, tables, rules] = [read('streams'), read('tables'), read('rules')]
  const [sourceConfig, connectionConfig] = [read('sourceConfig'), read('connectionConfig')]
  const schemas = read('Schema')
  const ruleset: Ruleset = {
    streams,
    tables,
    rules,
    ...(Object.keys(sourceConfig).length === 0 ? {} : { sourceConfig }),
    ...(Object.keys(connectionConfig).length === 0 ? {} : { connectionConfig }),
    ...(Object.keys(schemas).length === 0 ? {} : { Schema: schemas }),
  }
  return { ruleset, diagnostics }
}

/** The ruleset as a file: an entry a line, so that a change is a change of one line. */
export function printRuleset(ruleset: Ruleset): string {
  return `${JSON.stringify(ruleset, null, 2)}\n`
}

function fail(found: DocumentProblem): ParseRulesetResult {
  return { ruleset: undefined, diagnostics: [found] }
}

function notRuleset(place: string, value: unknown): DocumentProblem {
  const isRule = isRecord(value) && 'id' in value && ('sql' in value || 'graph' in value)
  const keys = isRecord(value) ? Object.keys(value).slice(0, 5).join(', ') : ''
  const found = isRecord(value)
    ? keys === ''
      ? 'an empty object'
      : `the keys ${keys}`
    : 'no object'
  const message = `${place} is not an eKuiper ruleset: expected "streams", "tables" and "rules", found ${found}`
  const hint = isRule
    ? 'This is one rule. Export a ruleset, which has its streams too.'
    : 'Use the file of "ruleset/export" or "data/export".'
  return problem(place, rulesetCodes.notRuleset, message, { hint })
}

interface PartText {
  readonly text: string
  readonly place: string
  readonly part: Part
  readonly value: unknown
}

/** Texts by name. A value that is JSON itself instead of JSON text is taken as well. */
function readPart(
  { text, place, part, value }: PartText,
  report: (found: DocumentProblem) => void,
): Record<string, string> {
  if (value === undefined || value === null) return {}
  const wrong = (expected: string, path: readonly string[]): void => {
    const at = offsetOfMember(text, ...path)
    const { line, column } = placeOf(text, at)
    const message = `${place}: expected ${expected} as ${path.join('.')} (line ${line}, column ${column})`
    report(problem(place, rulesetCodes.wrongKind, message, { at }))
  }
  if (!isRecord(value)) {
    wrong('an object', [part])
    return {}
  }
  const entries: [string, string][] = []
  for (const [name, entry] of Object.entries(value)) {
    const isJson = isRecord(entry) && part !== 'streams' && part !== 'tables'
    if (typeof entry === 'string') entries.push([name, entry])
    else if (isJson) entries.push([name, printExactJson(entry)])
    else wrong('a text', [part, name])
  }
  return Object.fromEntries(entries)
}
