import type { SourceConfigurations, SourceNode } from './document.ts'
import { printExactJson } from './exact-json.ts'
import { freshName } from './names.ts'
import { parseStatement, setStreamOption, sourceTypeOf, streamOption } from './stream-statement.ts'

/**
 * Where a source's own properties live in eKuiper: a group of the source type's configurations, chosen
 * by the CONF_KEY option. A node's own group is named like its stream where the statement names none.
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

/**
 * The statement with the CONF_KEY of the node's own group, and that group; its key is none of `taken`.
 * The key that the statement has is kept where it is free. A node whose properties are those of the
 * shared group it names has no group of its own.
 */
export function toConfiguredStatement(
  node: SourceNode,
  shared: SourceConfigurations,
  taken: SourceConfigurations = shared,
): ConfiguredStatement {
  if (Object.keys(node.properties).length === 0) return { statement: node.statement }
  const { statement } = parseStatement(node.statement)
  const type = statement === undefined ? 'mqtt' : sourceTypeOf(statement)
  const written = statement === undefined ? undefined : streamOption(statement, 'CONF_KEY')
  const inherited = written === undefined ? undefined : shared[type]?.[written]
  if (inherited !== undefined && hasSame(inherited, node.properties)) {
    return { statement: node.statement }
  }
  const keys = new Set([...Object.keys(taken[type] ?? {}), groupOfAll])
  const key = written !== undefined && !keys.has(written) ? written : freshName(node.name, keys)
  return {
    statement: key === written ? node.statement : setStreamOption(node.statement, 'CONF_KEY', key),
    group: { type, key, properties: { ...inherited, ...node.properties } },
  }
}

export interface OwnedProperties {
  /** By stream name. */
  readonly nodes: ReadonlyMap<string, { statement: string; properties: Record<string, unknown> }>
  readonly shared: SourceConfigurations
}

/**
 * The other way: a group that only one stream uses becomes that node's own properties. Its CONF_KEY
 * leaves the statement where an export would write the same text again. All other groups stay shared;
 * nodes that name one show its properties.
 */
export function takeOwnProperties(
  statements: Readonly<Record<string, string>>,
  configurations: SourceConfigurations,
): OwnedProperties {
  const uses = usesOf(statements)
  const nodes = new Map<string, { statement: string; properties: Record<string, unknown> }>()
  const shared: Record<string, Record<string, Readonly<Record<string, unknown>>>> = {}
  for (const [type, groups] of Object.entries(configurations)) {
    for (const [key, properties] of Object.entries(groups)) {
      const users = uses.get(placeOf(type, key)) ?? []
      const isOwn = users.length === 1 && users[0]?.isWhole === true && key !== groupOfAll
      if (!isOwn || Object.keys(properties).length === 0) (shared[type] ??= {})[key] = properties
      for (const { name, text, isWhole } of users) {
        // A broken statement with properties could not be exported.
        if (!isWhole) continue
        const isNamedAlike = isOwn && key === ownKey(name, key, groups)
        const statement = isNamedAlike ? withoutKey(text, key) : text
        nodes.set(name, { statement, properties: { ...properties } })
      }
    }
  }
  return { nodes, shared }
}

interface GroupUse {
  readonly name: string
  readonly text: string
  readonly isWhole: boolean
}

function usesOf(statements: Readonly<Record<string, string>>): ReadonlyMap<string, GroupUse[]> {
  const uses = new Map<string, GroupUse[]>()
  for (const [name, text] of Object.entries(statements)) {
    const { statement, diagnostics } = parseStatement(text)
    const key = statement === undefined ? undefined : streamOption(statement, 'CONF_KEY')
    if (statement === undefined || key === undefined) continue
    const place = placeOf(sourceTypeOf(statement), key)
    uses.set(place, [...(uses.get(place) ?? []), { name, text, isWhole: diagnostics.length === 0 }])
  }
  return uses
}

const placeOf = (type: string, key: string): string => JSON.stringify([type, key])

/** The group that streams without a CONF_KEY have. */
const groupOfAll = 'default'

function hasSame(
  one: Readonly<Record<string, unknown>>,
  other: Readonly<Record<string, unknown>>,
): boolean {
  const keys = Object.keys(one)
  if (keys.length !== Object.keys(other).length) return false
  return keys.every(
    (key) => Object.hasOwn(other, key) && printExactJson(one[key]) === printExactJson(other[key]),
  )
}

/** The key that an export gives to the stream's own group, with all groups but `key` in place. */
function ownKey(stream: string, key: string, groups: Readonly<Record<string, unknown>>): string {
  return freshName(stream, new Set(Object.keys(groups).filter((other) => other !== key)))
}

function withoutKey(statement: string, key: string): string {
  const without = setStreamOption(statement, 'CONF_KEY', undefined)
  return setStreamOption(without, 'CONF_KEY', key) === statement ? without : statement
}
