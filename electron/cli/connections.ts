import type { RunDefinition, Ruleset } from '#engine/ruleset'
import { InputError } from './input-error.ts'

type Properties = Readonly<Record<string, unknown>>

/**
 * Puts the properties of shared connections where they are named: a source configuration or an action
 * with `connectionSelector` gets what the ruleset's `connectionConfig` says under that name, either
 * `name` alone or `type.name`. Its own properties win. Throws InputError for one that cannot be read.
 */
export function resolveConnections(definition: RunDefinition, ruleset: Ruleset): RunDefinition {
  const connections = readConnections(ruleset)
  const resolve = (type: string, properties: Properties): Properties => {
    const selector = properties['connectionSelector']
    if (typeof selector !== 'string') return properties
    const found = connections.get(selector) ?? connections.get(`${type}.${selector}`)
    return found === undefined ? properties : { ...found, ...properties }
  }
  return {
    ...definition,
    rules: definition.rules.map((rule) => ({
      ...rule,
      actions: rule.actions.map((action) =>
        Object.fromEntries(
          Object.entries(action).map(([type, properties]) => [type, resolve(type, properties)]),
        ),
      ),
    })),
    sourceConfigurations: Object.fromEntries(
      Object.entries(definition.sourceConfigurations).map(([type, groups]) => [
        type,
        Object.fromEntries(
          Object.entries(groups).map(([key, properties]) => [key, resolve(type, properties)]),
        ),
      ]),
    ),
  }
}

function readConnections(ruleset: Ruleset): ReadonlyMap<string, Properties> {
  const found = new Map<string, Properties>()
  for (const [type, text] of Object.entries(ruleset.connectionConfig ?? {})) {
    const groups = parse(`connectionConfig.${type}`, text)
    if (!isProperties(groups)) continue
    for (const [name, properties] of Object.entries(groups)) {
      if (isProperties(properties)) found.set(`${type}.${name}`, properties)
    }
  }
  return found
}

function parse(place: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new InputError(`${place} is not valid JSON: ${reason}`)
  }
}

function isProperties(value: unknown): value is Properties {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
