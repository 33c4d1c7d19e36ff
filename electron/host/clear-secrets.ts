import type { RunDefinition } from '#engine'
import type { Component } from '#ipc/contract'

/**
 * The values of properties that schemas call secret, wherever they came from: nothing that is said about a
 * run may show those that stand in its rules in clear text either.
 */
export function secretValuesOf(
  definition: RunDefinition,
  components: readonly Component[],
): readonly string[] {
  const values = new Set<string>()
  const collect = (
    kind: Component['kind'],
    type: string,
    properties: Readonly<Record<string, unknown>>,
  ): void => {
    const names = secretNamesOf(components, kind, type)
    for (const [key, value] of Object.entries(properties)) {
      if (typeof value === 'string' && names.has(key.toLowerCase())) values.add(value)
    }
  }
  for (const { actions } of definition.rules) {
    for (const action of actions) {
      for (const [type, properties] of Object.entries(action)) collect('sink', type, properties)
    }
  }
  for (const [type, groups] of Object.entries(definition.sourceConfigurations)) {
    for (const properties of Object.values(groups)) collect('source', type, properties)
  }
  values.delete('')
  return [...values]
}

/** In lower case, as names of properties match in any. */
function secretNamesOf(
  components: readonly Component[],
  kind: Component['kind'],
  type: string,
): ReadonlySet<string> {
  const found = components.find(
    (component) => component.kind === kind && component.type.toLowerCase() === type.toLowerCase(),
  )
  const properties = found?.schema['properties']
  if (typeof properties !== 'object' || properties === null) return new Set()
  const names = Object.entries(properties).flatMap(([name, schema]: [string, unknown]) => {
    const isSecret = typeof schema === 'object' && schema !== null && 'secret' in schema
    return isSecret && schema.secret === true ? [name.toLowerCase()] : []
  })
  return new Set(names)
}
