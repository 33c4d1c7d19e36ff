import type { SecretState } from '#ipc/secrets'
import type { Project } from './edits.ts'
import { schemaOfNode, type KnownSchemas } from './node-schema.ts'
import type { Problem } from './problem.ts'
import {
  freshSecretId, isBrokenReference, rulesetCodes, secretIdOf, secretIdsIn, secretReference,
  type CanvasNode, type ProjectDocument,
} from './ruleset.ts' // prettier-ignore
import { fieldsOf, type Schema, type SchemaField } from './schema.ts'
import { findComponent } from './session-store.ts'
import type { Workspace } from './workspace.ts'

/** A property that may be a reference to a secret: it is one, and a text. */
export function isSecretText({ isSecret, schema }: SchemaField): boolean {
  const { type } = schema
  return isSecret && (type === undefined || type === 'string')
}

/** The value of a secret that stands in the document itself, and so in the project's files. */
export interface ClearSecret {
  /** What it belongs to, for the user and for the id it gets. */
  readonly owner: string
  readonly field: SchemaField
  readonly value: string
  /** The property in a draft of the document; undefined where it is gone. */
  readonly propertiesIn: (project: Project) => Record<string, unknown> | undefined
}

/** Every secret in clear text, of nodes and of the configurations that they share. */
export function clearSecretsOf(
  document: ProjectDocument,
  known: KnownSchemas,
): readonly ClearSecret[] {
  const ofNodes = document.nodes.flatMap((node) => {
    if (node.kind === 'sql') return []
    const { id } = node
    return clearIn(node.properties, schemaOfNode(node, known), node.name, (project) => {
      const found = project.nodes.find((other) => other.id === id)
      return found === undefined || found.kind === 'sql' ? undefined : found.properties
    })
  })
  const ofGroups = Object.entries(document.sourceConfigurations).flatMap(([type, groups]) =>
    Object.entries(groups).flatMap(([key, properties]) =>
      clearIn(
        properties,
        findComponent(known.components, 'source', type)?.schema,
        key,
        (project) => project.sourceConfigurations[type]?.[key],
      ),
    ),
  )
  return [...ofNodes, ...ofGroups]
}

function clearIn(
  properties: Readonly<Record<string, unknown>>,
  schema: Schema | undefined,
  owner: string,
  propertiesIn: ClearSecret['propertiesIn'],
): readonly ClearSecret[] {
  return fieldsOf(schema ?? {})
    .filter(isSecretText)
    .flatMap((field) => {
      const value = properties[field.key]
      const isClear = typeof value === 'string' && value !== '' && !isReference(value)
      return isClear ? [{ owner, field, value, propertiesIn }] : []
    })
}

const isReference = (value: unknown): boolean =>
  secretIdOf(value) !== undefined || isBrokenReference(value)

/** What is wrong with the secrets of a node, at their properties. */
export function secretProblems(
  node: CanvasNode,
  schema: Schema,
  secrets: SecretState | undefined,
): readonly Problem[] {
  if (node.kind === 'sql') return []
  const fields = fieldsOf(schema)
  return Object.entries(node.properties).flatMap(([key, value]): readonly Problem[] => {
    const place = { node: node.id, field: key }
    if (isBrokenReference(value)) {
      const message = `${JSON.stringify(value)} is no reference to a secret.`
      const hint = 'It has the form ${secret:ID}; an ID has letters, digits and "_".'
      return [{ severity: 'error', code: rulesetCodes.secretReference, message, hint, ...place }]
    }
    const id = secretIdOf(value)
    if (id !== undefined && secrets !== undefined && !secrets.ids.includes(id)) {
      const isUnreadable = secrets.unreadableIds.includes(id)
      const message = isUnreadable
        ? `The key store does not decrypt the secret "${id}" any more.`
        : `The secret "${id}" has no value here.`
      const hint = 'Values are not in the project: type it in.'
      return [{ severity: 'error', code: rulesetCodes.secretMissing, message, hint, ...place }]
    }
    const field = fields.find((candidate) => candidate.key === key)
    const isClear = field !== undefined && isSecretText(field) && typeof value === 'string'
    if (!isClear || value === '' || id !== undefined) return []
    const message = `${field.title} stands in clear text in the project's files.`
    return [{ severity: 'warning', message, hint: 'Move it out of the project.', ...place }]
  })
}

/** Names of nodes whose properties refer to a secret. */
export function usersOfSecret(document: ProjectDocument, id: string): readonly string[] {
  return document.nodes
    .filter((node) => node.kind !== 'sql' && secretIdsIn(node.properties).has(id))
    .map(({ name }) => name)
}

/** Asks main which secrets the project that is shown has. */
export async function refreshSecrets({ client, session }: Workspace): Promise<void> {
  session.setState({ secrets: await client.request('secret.list', {}) })
}

export interface NewSecret {
  readonly owner: string
  readonly key: string
  readonly value: string
  /** The one that gets another value. */
  readonly id?: string | undefined
}

/** Keeps a value outside the project; resolves to the reference that stands for it. */
export async function storeSecret(workspace: Workspace, secret: NewSecret): Promise<string> {
  const { owner, key, value } = secret
  const id = secret.id ?? freshSecretId([owner, key], takenIds(workspace))
  take(workspace, await workspace.client.request('secret.store', { id, value }))
  return secretReference(id)
}

/** Forgets the value, unless something else in the drawing still refers to it. */
export async function removeSecret(workspace: Workspace, id: string): Promise<void> {
  const { client, document } = workspace
  if (secretIdsIn(document.getState().document).has(id)) return
  take(workspace, await client.request('secret.remove', { id }))
}

export async function allowWeakSecrets(workspace: Workspace, isAllowed: boolean): Promise<void> {
  take(workspace, await workspace.client.request('secret.allowWeak', { isAllowed }))
}

/**
 * Moves every secret in clear text out of the document, as one step; what has the same value under the same
 * property becomes one secret. The files change when the project is saved. Resolves to how many there were.
 */
export async function moveClearSecrets(workspace: Workspace): Promise<number> {
  const { document, session } = workspace
  const found = clearSecretsOf(document.getState().document, session.getState())
  const references = new Map<string, string>()
  const nameOf = ({ field, value }: ClearSecret): string => JSON.stringify([field.key, value])
  for (const secret of found) {
    const { owner, field, value } = secret
    if (references.has(nameOf(secret))) continue
    references.set(nameOf(secret), await storeSecret(workspace, { owner, key: field.key, value }))
  }
  document.edit((project) => {
    for (const secret of found) {
      const properties = secret.propertiesIn(project)
      const reference = references.get(nameOf(secret))
      // It may have been changed while the values were stored.
      if (properties?.[secret.field.key] === secret.value) properties[secret.field.key] = reference
    }
  })
  return found.length
}

function takenIds({ document, session }: Workspace): ReadonlySet<string> {
  const { ids = [], unreadableIds = [] } = session.getState().secrets ?? {}
  return new Set([...ids, ...unreadableIds, ...secretIdsIn(document.getState().document)])
}

/** What the last start said of a missing secret may not be true any more. */
function take({ run, session }: Workspace, secrets: SecretState): void {
  session.setState({ secrets })
  const { problems } = run.getState()
  const others = problems.filter(({ diagnostic }) => diagnostic.code !== rulesetCodes.secretMissing)
  if (others.length < problems.length) run.setState({ problems: others })
}
