import type { ComponentDefinition, Plugin } from '../api/plugin.ts'
import type { SinkDefinition } from '../api/sink.ts'
import type { SourceDefinition } from '../api/source.ts'

/** The source and sink types that rules can use. An instance, never a global. */
export interface ComponentRegistry {
  /** Case-sensitive, as eKuiper's. */
  findSource(type: string): SourceDefinition | undefined
  findSink(type: string): SinkDefinition | undefined
  /** Every component once, in the order they were added. */
  all(): readonly ComponentDefinition[]
}

/** A later component replaces an earlier one of the same kind and type. */
export function createComponentRegistry(
  components: Iterable<ComponentDefinition>,
): ComponentRegistry {
  const sources = new Map<string, SourceDefinition>()
  const sinks = new Map<string, SinkDefinition>()
  for (const component of components) {
    if (component.kind === 'source') sources.set(component.type, component)
    else sinks.set(component.type, component)
  }
  const all = [...sources.values(), ...sinks.values()]
  return {
    findSource: (type) => sources.get(type),
    findSink: (type) => sinks.get(type),
    all: () => all,
  }
}

export function componentsOf(plugins: Iterable<Plugin>): readonly ComponentDefinition[] {
  return [...plugins].flatMap((plugin) => plugin.components)
}
