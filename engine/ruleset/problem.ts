import type { Diagnostic, Severity } from '../syntax/diagnostic.ts'
import type { RunProblem } from '../runtime/run.ts'

/** A problem of a document, a ruleset or a file. `node` is the canvas node, where there is one. */
export interface DocumentProblem extends RunProblem {
  readonly node?: string
}

/** What documents, rulesets and project files can report, beside what the SQL parser finds in them. */
export const rulesetCodes = {
  notJson: 'RUL4501',
  notRuleset: 'RUL4502',
  wrongKind: 'RUL4503',
  ruleText: 'RUL4510',
  ruleId: 'RUL4511',
  duplicateName: 'RUL4512',
  noSink: 'RUL4513',
  wireCycle: 'RUL4514',
  graphRule: 'RUL4515',
  stoppedRule: 'RUL4516',
  streamName: 'RUL4520',
  streamText: 'RUL4521',
  sourceConfig: 'RUL4530',
  layout: 'RUL4540',
  schema: 'RUL4531',
  noProject: 'RUL4541',
  fileName: 'RUL4542',
  secretMissing: 'RUL4550',
  secretReference: 'RUL4551',
} as const

export interface ProblemDetails {
  readonly severity?: Severity
  readonly hint?: string
  /** Where in the text the place names. */
  readonly at?: number
  readonly node?: string
}

export function problem(
  place: string,
  code: string,
  message: string,
  details: ProblemDetails = {},
): DocumentProblem {
  const { severity = 'error', hint, at = 0, node } = details
  const base = { code, severity, message, span: { start: at, end: at } }
  const diagnostic: Diagnostic = hint === undefined ? base : { ...base, hint }
  return node === undefined ? { place, diagnostic } : { place, diagnostic, node }
}
