import type { ComponentDefinition } from '../api/plugin.ts'

/**
 * Properties as eKuiper matches them to a component's own: names in any case (`clientid` is `clientId`),
 * an exact one first; null means the default. Names that the component does not know stay.
 */
export function matchPropertyNames(
  component: Pick<ComponentDefinition, 'properties'>,
  given: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const names = Object.keys(component.properties.shape)
  const known = new Map(names.map((name) => [name.toLowerCase(), name]))
  const matched: Record<string, unknown> = {}
  for (const [written, value] of Object.entries(given)) {
    const name = known.get(written.toLowerCase()) ?? written
    const isExact = name === written
    if (value === null && known.has(written.toLowerCase())) continue
    if (isExact || given[name] === undefined || given[name] === null) matched[name] = value
  }
  return matched
}
