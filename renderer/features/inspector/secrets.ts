import { mergedSchema } from '../../state/problems.ts'
import { readStatement, type CanvasNode } from '../../state/ruleset.ts'
import { fieldsOf, type Schema } from '../../state/schema.ts'
import { findComponent, type SessionState } from '../../state/session-store.ts'

export type SecretKeys = ReadonlySet<string>
type Properties = Readonly<Record<string, unknown>>

/** The properties of a node whose values are shown to nobody. */
export function secretKeysOf(
  node: CanvasNode,
  known: Pick<SessionState, 'components' | 'commonSinkSchema'>,
): SecretKeys {
  const fields = fieldsOf(schemaOf(node, known) ?? {})
  return new Set(fields.filter(({ isSecret }) => isSecret).map(({ key }) => key))
}

function schemaOf(
  node: CanvasNode,
  { components, commonSinkSchema }: Pick<SessionState, 'components' | 'commonSinkSchema'>,
): Schema | undefined {
  if (node.kind === 'sql') return undefined
  if (node.kind === 'sink') {
    const schema = findComponent(components, 'sink', node.type)?.schema
    return schema === undefined ? commonSinkSchema : mergedSchema(schema, commonSinkSchema)
  }
  const reading = readStatement(node.statement)
  return reading.ok ? findComponent(components, 'source', reading.form.type)?.schema : undefined
}

const dot = '•'
const mask = dot.repeat(8)

export function maskSecrets(properties: Properties, secrets: SecretKeys): Properties {
  return Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [
      key,
      secrets.has(key) && typeof value === 'string' && value !== '' ? mask : value,
    ]),
  )
}

type Unmasked =
  | { readonly ok: true; readonly properties: Properties }
  | { readonly ok: false; readonly message: string }

/** What is still masked gets the value it had in `before`; half a mask is no value. */
export function unmaskSecrets(
  properties: Properties,
  before: Properties,
  secrets: SecretKeys,
): Unmasked {
  const result: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(properties)) {
    const isMasked = secrets.has(key) && typeof value === 'string' && value.includes(dot)
    if (isMasked && (value !== mask || before[key] === undefined)) {
      return {
        ok: false,
        message: `"${key}" is masked: type it anew and in full, without "${dot}".`,
      }
    }
    result[key] = isMasked ? before[key] : value
  }
  return { ok: true, properties: result }
}
