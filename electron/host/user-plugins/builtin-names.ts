import { builtInFormats, createFunctionCatalog } from '#engine'
import { builtinPlugins } from '#plugins'
import { nameKey } from './candidate.ts'

/** The keys of names that plugins of users cannot have, such as `sink mqtt`. */
export function builtinNames(): ReadonlySet<string> {
  const components = builtinPlugins().flatMap((plugin) => plugin.components)
  const functions = createFunctionCatalog()
    .all()
    .flatMap(({ name, aliases = [] }) => [name, ...aliases])
  return new Set([
    ...components.map(({ kind, type }) => nameKey(kind, type)),
    ...[...builtInFormats].map((name) => nameKey('format', name)),
    ...functions.map((name) => nameKey('function', name)),
  ])
}
