import { z } from '#engine/api'
import type { PropertyHints } from '#engine/api'
import { isRecord, localized } from './localized.ts'

/**
 * eKuiper's metadata of a property as a schema with the hints of our form. The metadata only describes a
 * form and the server checks nothing against it, so values it lists are suggestions, and properties it
 * does not know are kept.
 */
export function describeProperties(descriptors: readonly unknown[]): z.ZodObject {
  const shape: Record<string, z.ZodType> = {}
  for (const descriptor of descriptors) {
    if (!isRecord(descriptor) || typeof descriptor.name !== 'string') continue
    if (descriptor.hidden === true) continue
    shape[descriptor.name] = describeProperty(descriptor.name, descriptor)
  }
  return z.looseObject(shape)
}

function describeProperty(name: string, descriptor: Readonly<Record<string, unknown>>): z.ZodType {
  const schema = valueSchema(descriptor)
  const isRequired = descriptor.optional === false && isBlank(descriptor.default)
  return (isRequired ? schema : schema.optional()).meta(hints(name, descriptor, schema))
}

function hints(
  name: string,
  descriptor: Readonly<Record<string, unknown>>,
  schema: z.ZodType,
): Record<string, unknown> {
  const { control, values, default: initial } = descriptor
  const title = localized(descriptor.label) ?? name
  const description = localized(descriptor.hint)
  const isSecret = control === 'password' || /password|secret|token/i.test(name)
  const form: PropertyHints = {
    title,
    ...(description !== undefined && { description }),
    ...(descriptor.connection_related === true && { group: 'Connection' as const }),
    ...(isSecret && { secret: true }),
    ...((control === 'textarea' || control === 'text-area') && { widget: 'code' as const }),
  }
  return {
    ...form,
    ...(Array.isArray(values) && values.length > 0 && { examples: values as unknown[] }),
    // Shown by the form, never added to what the plugin gets: the server adds nothing either.
    ...(!isBlank(initial) && schema.safeParse(initial).success && { default: initial }),
  }
}

function valueSchema({ type, default: initial }: Readonly<Record<string, unknown>>): z.ZodType {
  switch (type) {
    case 'string':
      return z.string()
    case 'int':
      return z.int()
    case 'float':
    case 'number':
      return z.number()
    case 'bool':
    case 'boolean':
      return z.boolean()
    case 'list_string':
      return z.array(z.string())
    case 'list_int':
      return z.union([z.int(), z.array(z.int())])
    case 'list_float':
      return z.array(z.number())
    case 'list_object':
      return z.array(z.record(z.string(), z.unknown()))
    case 'object':
      return objectSchema(initial)
    default:
      return z.unknown()
  }
}

/** Nested descriptors come as a list, or as an object whose keys are the names. */
function objectSchema(initial: unknown): z.ZodType {
  if (Array.isArray(initial) && initial.length > 0) return describeProperties(initial)
  if (isRecord(initial)) {
    const nested = Object.entries(initial).flatMap(([name, descriptor]) =>
      isRecord(descriptor) && 'control' in descriptor ? [{ name, ...descriptor }] : [],
    )
    if (nested.length > 0) return describeProperties(nested)
  }
  return z.record(z.string(), z.unknown())
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === ''
}
