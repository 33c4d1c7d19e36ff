import { builtinPlugins } from '#plugins'

/** Kinds and types that plugins of users cannot have, such as `sink mqtt`. */
export function builtinNames(): ReadonlySet<string> {
  return new Set(
    builtinPlugins().flatMap(({ components }) =>
      components.map(({ kind, type }) => `${kind} ${type}`),
    ),
  )
}
