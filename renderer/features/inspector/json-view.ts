import type { Draft } from 'immer'
import { isJsonObject } from '../../lib/json.ts'
import { changeRuleId, changeStatement, setProperties } from '../../state/edits.ts'
import { maskSecrets, unmaskSecrets, type SecretKeys } from './secrets.ts'
import {
  parseExactJson,
  type CanvasNode,
  type ProjectDocument,
  type SqlNode,
} from '../../state/ruleset.ts'

/**
 * What of a node is shown as JSON: for a rule its own JSON without actions, for others their properties,
 * those of the keys `secrets` masked.
 */
export function jsonOf(node: CanvasNode, secrets: SecretKeys): unknown {
  switch (node.kind) {
    case 'source':
      return { statement: node.statement, properties: maskSecrets(node.properties, secrets) }
    case 'sql':
      return {
        id: node.ruleId,
        name: node.name,
        sql: node.sql,
        options: node.options,
        ...node.extra,
      }
    case 'sink':
      return { [node.type]: maskSecrets(node.properties, secrets) }
  }
}

export type JsonReading =
  | { readonly ok: true; readonly apply: (project: Draft<ProjectDocument>) => void }
  | { readonly ok: false; readonly message: string }

/** Reads what the user typed; unknown keys are kept, and what is still masked stays as it is. */
export function readNodeJson(node: CanvasNode, text: string, secrets: SecretKeys): JsonReading {
  const parsed = parse(text)
  if (!parsed.ok) return parsed
  const { value } = parsed
  if (!isJsonObject(value)) return refuse('This must be an object.')
  switch (node.kind) {
    case 'source': {
      const { statement, properties } = value
      if (typeof statement !== 'string') return refuse('"statement" must be a text.')
      if (!isJsonObject(properties)) return refuse('"properties" must be an object.')
      const unmasked = unmaskSecrets(properties, node.properties, secrets)
      if (!unmasked.ok) return unmasked
      return accept((project) => {
        changeStatement(project, node.id, statement)
        setProperties(project, node.id, unmasked.properties)
      })
    }
    case 'sql':
      return readRule(node, value)
    case 'sink': {
      const [type, ...others] = Object.keys(value)
      const properties = type === undefined ? undefined : value[type]
      if (type === undefined || others.length > 0) {
        return refuse('A sink has one key, its type, such as "mqtt".')
      }
      if (!isJsonObject(properties)) return refuse(`"${type}" must be an object.`)
      const unmasked = unmaskSecrets(properties, node.properties, secrets)
      if (!unmasked.ok) return unmasked
      return accept((project) => {
        const sink = project.nodes.find(({ id }) => id === node.id)
        if (sink?.kind !== 'sink') return
        Object.assign(sink, { type, properties: { ...unmasked.properties } })
      })
    }
  }
}

function readRule(node: SqlNode, value: Readonly<Record<string, unknown>>): JsonReading {
  const { id, name = '', sql, options = {}, ...extra } = value
  if (typeof id !== 'string') return refuse('"id" must be a text.')
  if (typeof name !== 'string') return refuse('"name" must be a text.')
  if (typeof sql !== 'string') return refuse('"sql" must be a text.')
  if (!isJsonObject(options)) return refuse('"options" must be an object.')
  if ('actions' in extra) return refuse('Actions are the sinks: draw them on the canvas.')
  return accept((project) => {
    changeRuleId(project, node.id, id)
    const query = project.nodes.find((candidate) => candidate.id === node.id)
    if (query?.kind === 'sql') Object.assign(query, { name, sql, options: { ...options }, extra })
  })
}

function parse(text: string): { readonly ok: true; readonly value: unknown } | Refusal {
  const json = parseExactJson(text)
  return json.ok ? json : refuse(`Not valid JSON: ${json.message}.`)
}

type Refusal = Extract<JsonReading, { ok: false }>

function refuse(message: string): Refusal {
  return { ok: false, message }
}

function accept(apply: (project: Draft<ProjectDocument>) => void): JsonReading {
  return { ok: true, apply }
}
