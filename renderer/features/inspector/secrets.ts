import { schemaOfNode, type KnownSchemas } from '../../state/node-schema.ts'
import { secretIdOf, type CanvasNode } from '../../state/ruleset.ts'
import { fieldsOf } from '../../state/schema.ts'

export type SecretKeys = ReadonlySet<string>
type Properties = Readonly<Record<string, unknown>>

/** The properties of a node whose values are shown to nobody. */
export function secretKeysOf(node: CanvasNode, known: KnownSchemas): SecretKeys {
  const fields = fieldsOf(schemaOfNode(node, known) ?? {})
  return new Set(fields.filter(({ isSecret }) => isSecret).map(({ key }) => key))
}

const dot = '•'
const mask = dot.repeat(8)

/** A reference is no secret. */
export function maskSecrets(properties: Properties, secrets: SecretKeys): Properties {
  return Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [
      key,
      secrets.has(key) && isClear(value) ? mask : value,
    ]),
  )
}

const isClear = (value: unknown): boolean =>
  typeof value === 'string' && value !== '' && secretIdOf(value) === undefined

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
