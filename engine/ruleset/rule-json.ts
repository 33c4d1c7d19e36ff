import { nameProblem } from '../catalog/checks/name.ts'
import type { RuleDefinition } from '../runtime/run.ts'
import type { Diagnostic } from '../syntax/diagnostic.ts'
import type { Span } from '../syntax/span.ts'
import { offsetOfMember, parseJson } from './json-text.ts'
import { ruleCodes } from './options-codes.ts'
import { parseOptions } from './options-parse.ts'
import { ObjectReader, type Locate } from './options-reader.ts'
import { defaultRuleOptions, type RuleOptions } from './options.ts'
import { isRecord } from './record.ts'

export interface ParsedRule extends RuleDefinition {
  readonly version: string
  readonly tags: readonly string[]
  /** Whether eKuiper starts it at once. */
  readonly isTriggered: boolean
  readonly isTemporary: boolean
}

export interface RuleResult {
  /** Undefined where the JSON is refused. */
  readonly rule: ParsedRule | undefined
  readonly typedOptions: RuleOptions
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads a rule's JSON and checks everything but its SQL or graph, and its actions' properties. */
export function parseRule(text: string): RuleResult {
  const json = parseJson(text)
  if (!json.ok) {
    const span = { start: json.offset, end: Math.min(text.length, json.offset + 1) }
    const problem = {
      code: ruleCodes.notJson,
      severity: 'error' as const,
      message: json.message,
      span,
    }
    return { rule: undefined, typedOptions: defaultRuleOptions, diagnostics: [problem] }
  }
  const locate: Locate = (path) => spanOfMember(text, path)
  return readRule(json.value, locate)
}

/** The same for a rule that is already read from JSON. */
export function readRule(
  value: unknown,
  locate: Locate = () => ({ start: 0, end: 0 }),
): RuleResult {
  const reader = new ObjectReader(value, [], locate, [])
  const { options, diagnostics: optionProblems } = parseOptions(reader.raw('options'), locate)
  const rule = readFields(reader)
  checkStatement(reader, rule)
  checkActions(reader, rule)
  const diagnostics = [...reader.diagnostics, ...optionProblems]
  return { rule: diagnostics.length > 0 ? undefined : rule, typedOptions: options, diagnostics }
}

function readFields(reader: ObjectReader): ParsedRule {
  const sql = reader.text('sql', '')
  const name = reader.text('name', '')
  const options = reader.raw('options')
  return {
    id: reader.text('id', ''),
    ...(name === '' ? {} : { name }),
    ...(sql === '' ? {} : { sql }),
    ...(reader.has('graph') ? { graph: reader.raw('graph') } : {}),
    actions: readActions(reader),
    options: isRecord(options) ? options : {},
    version: reader.text('version', ''),
    tags: reader.texts('tags'),
    isTriggered: reader.boolean('triggered', true),
    isTemporary: reader.boolean('temp', false),
  }
}

type Action = RuleDefinition['actions'][number]

function readActions(reader: ObjectReader): readonly Action[] {
  return reader.items('actions').flatMap((action, index) => {
    if (isAction(action)) return [action]
    const found = JSON.stringify(action)
    const message = `actions[${index}] must be an object of sinks with their properties, found ${found}`
    reader.report(ruleCodes.actionShape, 'actions', message, 'Such as {"log": {}}.')
    return []
  })
}

function isAction(value: unknown): value is Action {
  return isRecord(value) && Object.values(value).every(isRecord)
}

function checkStatement(reader: ObjectReader, rule: ParsedRule): void {
  if (rule.id === '') reader.report(ruleCodes.missingId, 'id', 'the rule has no id')
  else {
    const reason = nameProblem(rule.id)
    const hint = 'An id has letters, digits, - and _ only.'
    if (reason !== undefined)
      reader.report(ruleCodes.invalidId, 'id', `the rule's id: ${reason}`, hint)
  }
  const hasSql = rule.sql !== undefined
  const hasGraph = rule.graph !== undefined
  if (hasSql && hasGraph) {
    reader.report(ruleCodes.sqlAndGraph, 'graph', 'a rule has sql or graph, not both')
  } else if (!hasSql && !hasGraph) {
    reader.report(ruleCodes.noStatement, 'sql', 'the rule has neither sql nor graph')
  }
}

function checkActions(reader: ObjectReader, rule: ParsedRule): void {
  if (rule.sql === undefined || reader.items('actions').length > 0) return
  reader.report(ruleCodes.noActions, 'actions', 'the rule has no actions', 'Connect a sink.')
}

function spanOfMember(text: string, path: readonly string[]): Span {
  const start = offsetOfMember(text, ...path)
  const rest = text.slice(start)
  const token = /^("(?:[^"\\]|\\.)*"|[^\s,}\]]+)/.exec(rest)?.[0] ?? ''
  return { start, end: Math.min(text.length, start + Math.max(1, token.length)) }
}
