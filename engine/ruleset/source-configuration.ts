import type { SourceConfigurations, SourceNode } from './document.ts'
import { freshName } from './names.ts'
import { parseStatement, setStreamOption, sourceTypeOf, streamOption } from './stream-statement.ts'

/**
 * Where a source's own properties live in eKuiper: a group of the source type's configurations, chosen
 * by the CONF_KEY option. A node's own group is named like its stream.
 */
export interface ConfiguredStatement {
  readonly statement: string
  /** Present where the node has properties of its own. */
  readonly group?: {
    readonly type: string
    readonly key: string
    readonly properties: Readonly<Record<string, unknown>>
  }
}

/** The statement with the CONF_KEY of the node's own group, and that group; its key is none of `taken`. */
export function toConfiguredStatement(
  node: SourceNode,
  shared: SourceConfigurations,
  taken: SourceConfigurations = shared,
): ConfiguredStatement {
  if (Object.keys(node.properties).length === 0) return { statement: node.statement }
  const { statement } = parseStatement(node.statement)
  const type = statement === undefined ? 'mqtt' : sourceTypeOf(statement)
  const groups = shared[type] ?? {}
  const written = statement === undefined ? undefined : streamOption(statement, 'CONF_KEY')
  const key = freshName(node.name, new Set(Object.keys(taken[type] ?? {})))
  const inherited = written === undefined ? {} : (groups[written] ?? {})
  return {
    statement: setStreamOption(node.statement, 'CONF_KEY', key),
    group: { type, key, properties: { ...inherited, ...node.properties } },
  }
}

export interface OwnedProperties {
  /** By stream name. */
  readonly nodes: ReadonlyMap<string, { statement: string; properties: Record<string, unknown> }>
  readonly shared: SourceConfigurations
}

/**
 * The other way: a group that is named like the only stream that uses it becomes that node's own
 * properties. Its CONF_KEY leaves the statement where an export would write the same text again. All
 * other groups stay shared.
 */
export function takeOwnProperties(
  statements: Readonly<Record<string, string>>,
  configurations: SourceConfigurations,
): OwnedProperties {
  const uses = new Map<string, string[]>()
  for (const [name, text] of Object.entries(statements)) {
    const { statement } = parseStatement(text)
    const key = statement === undefined ? undefined : streamOption(statement, 'CONF_KEY')
    if (statement === undefined || key === undefined) continue
    const place = JSON.stringify([sourceTypeOf(statement), key])
    uses.set(place, [...(uses.get(place) ?? []), name])
  }
  const nodes = new Map<string, { statement: string; properties: Record<string, unknown> }>()
  const shared: Record<string, Record<string, Readonly<Record<string, unknown>>>> = {}
  for (const [type, groups] of Object.entries(configurations)) {
    for (const [key, properties] of Object.entries(groups)) {
      const [user, ...others] = uses.get(JSON.stringify([type, key])) ?? []
      const text = user === undefined || others.length > 0 ? undefined : statements[user]
      const isOwn = user !== undefined && key === ownKey(user, key, groups)
      if (!isOwn || text === undefined || Object.keys(properties).length === 0) {
        ;(shared[type] ??= {})[key] = properties
      } else nodes.set(user, { statement: withoutKey(text, key), properties: { ...properties } })
    }
  }
  return { nodes, shared }
}

/** The key that an export gives to the stream's own group, with all groups but `key` in place. */
function ownKey(stream: string, key: string, groups: Readonly<Record<string, unknown>>): string {
  return freshName(stream, new Set(Object.keys(groups).filter((other) => other !== key)))
}

function withoutKey(statement: string, key: string): string {
  const without = setStreamOption(statement, 'CONF_KEY', undefined)
  return setStreamOption(without, 'CONF_KEY', key) === statement ? without : statement
}
