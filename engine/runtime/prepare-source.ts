import type { StreamDefinition } from '../catalog/stream.ts'
import type { ComponentRegistry } from '../registry/component-registry.ts'
import { issueText } from '../registry/issue-text.ts'
import { matchPropertyNames } from '../registry/property-names.ts'
import type { PluginFormats } from '../sink-pipeline/index.ts'
import type { RunDefinition } from './run.ts'
import type { RunProblems } from './run-problems.ts'
import { planDecoder } from './streams/plan-decoder.ts'
import type { PreparedSource } from './streams/stream-run.ts'

export interface SourceChecks {
  readonly components: ComponentRegistry
  readonly formats: PluginFormats
  readonly configurations: RunDefinition['sourceConfigurations']
  readonly problems: RunProblems
}

/** The source of a stream or scan table; undefined, with problems, where it cannot be used. */
export function prepareSource(
  key: string,
  definition: StreamDefinition,
  { components, formats, configurations, problems }: SourceChecks,
): PreparedSource | undefined {
  const place = `stream/${key}`
  const source = components.findSource(definition.type)
  if (source === undefined) {
    problems.reportMissing(place, 'CFG5001', 'source', definition.type)
    return undefined
  }
  problems.reportUnavailable(place, source)
  const configured = configurations[definition.type] ?? {}
  const properties = {
    ...configured['default'],
    ...(definition.confKey === '' ? {} : configured[definition.confKey]),
    ...definition.extra,
  }
  const decoder = planDecoder(definition, formats)
  if (!decoder.ok) {
    const { property, message, hint } = decoder.fault
    problems.reportText(`${place}/${property}`, 'CFG5005', message, hint)
    return undefined
  }
  const matched = matchPropertyNames(source, properties)
  const parsed = source.properties.safeParse(matched)
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      problems.reportText(`${place}/${issue.path.join('.')}`, 'CFG5002', issueText(issue, matched))
    }
    return undefined
  }
  const { create } = decoder
  return {
    key,
    definition,
    source,
    properties: parsed.data,
    ...(create === undefined ? {} : { createPayloadDecoder: create }),
  }
}
