import type { FormatDefinition } from '../api/format.ts'
import type { ComponentDefinition, Plugin } from '../api/plugin.ts'
import type { SinkDefinition } from '../api/sink.ts'
import type { SourceDefinition } from '../api/source.ts'

/** The source and sink types and the formats that rules can use. An instance, never a global. */
export interface ComponentRegistry {
  /** Case-sensitive, as eKuiper's. */
  findSource(type: string): SourceDefinition | undefined
  findSink(type: string): SinkDefinition | undefined
  /** Whatever the case, as eKuiper's. */
  findFormat(type: string): FormatDefinition | undefined
  formats(): readonly FormatDefinition[]
  /** Every component once, in the order they were added. */
  all(): readonly ComponentDefinition[]
}

/** A later component replaces an earlier one of the same kind and type. */
export function createComponentRegistry(
  components: Iterable<ComponentDefinition>,
): ComponentRegistry {
  const sources = new Map<string, SourceDefinition>()
  const sinks = new Map<string, SinkDefinition>()
  const formats = new Map<string, FormatDefinition>()
  for (const component of components) {
    if (component.kind === 'source') sources.set(component.type, component)
    else if (component.kind === 'sink') sinks.set(component.type, component)
    else formats.set(component.type.toLowerCase(), component)
  }
  const all = [...sources.values(), ...sinks.values(), ...formats.values()]
  return {
    findSource: (type) => sources.get(type),
    findSink: (type) => sinks.get(type),
    findFormat: (type) => formats.get(type.toLowerCase()),
    formats: () => [...formats.values()],
    all: () => all,
  }
}

export function componentsOf(plugins: Iterable<Plugin>): readonly ComponentDefinition[] {
  return [...plugins].flatMap((plugin) => plugin.components)
}
