import type { RunDefinition } from '../runtime/run.ts'
import { mapValues } from './record.ts'

/**
 * `server: "embedded"` in a document means the broker that Sluice brings along, wherever it listens. A
 * run gets its address with `resolveEmbeddedServer`; an export gets eKuiper's default address, for a
 * source by leaving the property out.
 */
export const embeddedServer = 'embedded'

/** Where eKuiper looks for an MQTT broker that nothing else is said about. */
export const defaultMqttServer = 'tcp://127.0.0.1:1883'

type Properties = Readonly<Record<string, unknown>>

export function usesEmbeddedServer(properties: Properties): boolean {
  return properties['server'] === embeddedServer
}

/** The definition with the embedded broker's address, such as `tcp://127.0.0.1:40213`, where it is meant. */
export function resolveEmbeddedServer(definition: RunDefinition, url: string): RunDefinition {
  const resolve = (properties: Properties): Properties =>
    usesEmbeddedServer(properties) ? { ...properties, server: url } : properties
  return {
    ...definition,
    rules: definition.rules.map((rule) => ({
      ...rule,
      actions: rule.actions.map((action) => mapValues(action, resolve)),
    })),
    sourceConfigurations: mapValues(definition.sourceConfigurations, (groups) =>
      mapValues(groups, resolve),
    ),
  }
}
