import type { Ruleset } from './document.ts'
import { parseExactJson, printExactJson } from './exact-json.ts'
import { type DocumentProblem, problem, rulesetCodes } from './problem.ts'
import { isRecord } from './record.ts'

/** A rule's JSON, split into what a SQL node and its sinks hold. */
export interface ImportedRule {
  readonly id: string
  readonly name: string
  readonly sql: string
  readonly options: Readonly<Record<string, unknown>>
  readonly extra: Readonly<Record<string, unknown>>
  readonly actions: readonly ImportedAction[]
}

export interface ImportedAction {
  readonly type: string
  readonly properties: Readonly<Record<string, unknown>>
}

export function readRules(ruleset: Ruleset): {
  readonly rules: readonly ImportedRule[]
  readonly diagnostics: readonly DocumentProblem[]
} {
  const rules: ImportedRule[] = []
  const diagnostics: DocumentProblem[] = []
  for (const [id, text] of Object.entries(ruleset.rules)) {
    const rule = readRule(id, text, (found) => diagnostics.push(found))
    if (rule !== undefined) rules.push(rule)
  }
  return { rules, diagnostics }
}

type Report = (found: DocumentProblem) => void

function readRule(id: string, text: string, report: Report): ImportedRule | undefined {
  const place = `rule/${id}`
  const json = parseExactJson(text)
  if (!json.ok) {
    const message = `the rule "${id}" is not valid JSON: ${json.message}`
    report(problem(place, rulesetCodes.ruleText, message, { at: json.offset }))
    return undefined
  }
  if (!isRecord(json.value)) {
    report(problem(place, rulesetCodes.ruleText, `the rule "${id}" is no JSON object`))
    return undefined
  }
  const { id: ownId, name, sql, actions, options, ...extra } = json.value
  if (ownId !== undefined && ownId !== id) {
    const message = `the rule "${id}" calls itself ${printExactJson(ownId)}; "${id}" is kept`
    report(problem(`${place}/id`, rulesetCodes.ruleId, message, { severity: 'warning' }))
  }
  reportGraph(place, id, json.value, report)
  reportStopped(place, id, json.value, report)
  return {
    id,
    name: typeof name === 'string' && name !== '' ? name : id,
    sql: readSql(place, sql, report),
    options: readObject(`${place}/options`, options, report),
    extra,
    actions: readActions(`${place}/actions`, actions, report),
  }
}

function reportGraph(
  place: string,
  id: string,
  rule: Readonly<Record<string, unknown>>,
  report: Report,
): void {
  if (rule['graph'] === undefined) return
  const message = `the rule "${id}" is a graph rule: it is kept and runs as it is, without its inner nodes on the canvas`
  report(problem(`${place}/graph`, rulesetCodes.graphRule, message, { severity: 'info' }))
}

function reportStopped(
  place: string,
  id: string,
  rule: Readonly<Record<string, unknown>>,
  report: Report,
): void {
  if (rule['triggered'] !== false) return
  const message = `the rule "${id}" has triggered: false, so that a server keeps it stopped; here it runs with the others`
  const hint = 'An export keeps it. Take "triggered" out of the rule, and a server starts it too.'
  report(
    problem(`${place}/triggered`, rulesetCodes.stoppedRule, message, { severity: 'info', hint }),
  )
}

function readSql(place: string, sql: unknown, report: Report): string {
  if (typeof sql === 'string') return sql
  if (sql !== undefined && sql !== null) {
    const message = `expected a text as sql, found ${printExactJson(sql)}`
    report(problem(`${place}/sql`, rulesetCodes.wrongKind, message))
  }
  return ''
}

function readObject(
  place: string,
  value: unknown,
  report: Report,
): Readonly<Record<string, unknown>> {
  if (isRecord(value)) return value
  if (value !== undefined && value !== null) {
    const message = `expected an object, found ${printExactJson(value)}`
    report(problem(place, rulesetCodes.wrongKind, message))
  }
  return {}
}

/** One sink for every key of every action. */
function readActions(place: string, value: unknown, report: Report): readonly ImportedAction[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) {
    const message = `expected a list of actions, found ${printExactJson(value)}`
    report(problem(place, rulesetCodes.wrongKind, message))
    return []
  }
  const items: readonly unknown[] = value
  return items.flatMap((item, index) => {
    const action = readObject(`${place}/${index}`, item, report)
    return Object.entries(action).map(([type, properties]): ImportedAction => {
      if (properties === null) {
        const message = `the action "${type}" has null instead of its properties, which eKuiper refuses`
        const details = { severity: 'warning' } as const
        report(problem(`${place}/${index}`, rulesetCodes.wrongKind, message, details))
      }
      return { type, properties: readObject(`${place}/${index}/${type}`, properties, report) }
    })
  })
}
