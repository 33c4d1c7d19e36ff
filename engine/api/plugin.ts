import type { FormatDefinition } from './format.ts'
import type { SinkDefinition } from './sink.ts'
import type { SourceDefinition } from './source.ts'

/** The version of this API; a plugin made for another one is refused with a message. */
export const apiVersion = 1

export type ComponentDefinition = SourceDefinition | SinkDefinition | FormatDefinition

/** A package of components. */
export interface Plugin {
  readonly id: string
  readonly title: string
  readonly apiVersion: typeof apiVersion
  readonly components: readonly ComponentDefinition[]
}

export function definePlugin(plugin: Omit<Plugin, 'apiVersion'>): Plugin {
  return { apiVersion, ...plugin }
}
