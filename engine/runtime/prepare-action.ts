import type { ComponentRegistry } from '../registry/component-registry.ts'
import { issueText } from '../registry/issue-text.ts'
import { matchPropertyNames } from '../registry/property-names.ts'
import {
  actionCodes,
  actionFaultsOf,
  commonSinkProperties,
  planPipeline,
  type PayloadCodecs,
  type PluginFormats,
  writtenPath,
} from '../sink-pipeline/index.ts'
import { readBindOptions } from './bind-options.ts'
import type { EngineEnvironment, RuleDefinition } from './run.ts'
import { nowhere, type RunProblems } from './run-problems.ts'
import type { PreparedAction } from './sinks/action-run.ts'

export interface ActionChecks {
  readonly components: ComponentRegistry
  readonly formats: PluginFormats
  readonly codecs: PayloadCodecs | undefined
  readonly environment: EngineEnvironment
  readonly problems: RunProblems
}

/** An action as a rule gives it: its place among the rule's actions, its sink's type and properties. */
export interface GivenAction {
  readonly index: number
  readonly type: string
  readonly properties: Readonly<Record<string, unknown>>
}

/** The action with its sink; undefined, with problems, where it cannot be used. */
export function prepareAction(
  rule: RuleDefinition,
  { index, type, properties }: GivenAction,
  { components, formats, codecs, environment, problems }: ActionChecks,
): PreparedAction | undefined {
  const place = `action/${rule.id}/${String(index)}`
  const definition = components.findSink(type)
  if (definition === undefined) {
    problems.reportMissing(place, 'CFG5003', 'sink', type)
    return undefined
  }
  problems.reportUnavailable(place, definition)
  const pipeline = planPipeline({
    properties,
    accepts: definition.accepts === 'rows' ? 'rows' : 'bytes',
    writesStream: definition.writesStream ?? false,
    isSliceMode: readBindOptions(rule.options).useSliceTuple ?? false,
    environment: {
      now: () => environment.clock.now(),
      random: () => environment.random(),
      newId: () => environment.newId(),
      variable: () => '',
    },
    formats,
    ...(codecs === undefined ? {} : { codecs }),
  })
  for (const { property, range, ...fault } of actionFaultsOf(pipeline)) {
    problems.report(`${place}/${property}`, { ...fault, span: range ?? nowhere })
  }
  const common = matchPropertyNames({ properties: commonSinkProperties }, properties)
  const matched = matchPropertyNames(definition, common)
  const parsed = definition.properties.safeParse(matched)
  for (const issue of parsed.error?.issues ?? []) {
    const property = writtenPath(properties, issue.path.join('.'))
    problems.reportText(`${place}/${property}`, actionCodes.refused, issueText(issue, matched))
  }
  if (!pipeline.ok || !parsed.success) return undefined
  return { type, index, definition, properties: parsed.data, pipeline: pipeline.plan }
}
