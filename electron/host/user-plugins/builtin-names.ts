import { builtInFormats, createFunctionCatalog } from '#engine'
import { builtinPlugins } from '#plugins'

/** Kinds and types that plugins of users cannot have, such as `sink mqtt`; functions and formats in lower case. */
export function builtinNames(): ReadonlySet<string> {
  const components = builtinPlugins().flatMap((plugin) => plugin.components)
  const functions = createFunctionCatalog()
    .all()
    .flatMap(({ name, aliases = [] }) => [name, ...aliases])
  return new Set([
    ...components.map(({ kind, type }) => `${kind} ${type}`),
    ...[...builtInFormats].map((name) => `format ${name}`),
    ...functions.map((name) => `function ${name}`),
  ])
}
