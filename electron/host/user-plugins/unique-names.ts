import type { ComponentDefinition } from '#engine/api'
import { isNative, nameKey, type Candidate } from './candidate.ts'
import type { PluginProblem } from './find-plugins.ts'
import type { FolderEntry } from './folder-entry.ts'
import type { PluginFunctionDefinition } from './function-unit.ts'

export interface NamedParts {
  /** What each plugin gives to the engine. */
  readonly components: ReadonlyMap<FolderEntry, readonly ComponentDefinition[]>
  readonly functions: readonly PluginFunctionDefinition[]
  readonly problems: readonly PluginProblem[]
}

/**
 * Of two parts of one kind and name the first is taken, and none with the name of a built-in one: a
 * portable plugin says only inside what it has. What can run stands in for a native one without a word.
 */
export function takeUniqueNames(
  entries: Iterable<FolderEntry>,
  builtin: ReadonlySet<string> = new Set(),
): NamedParts {
  const owners = new Map<string, FolderEntry>()
  const problems: PluginProblem[] = []
  const isFree = (entry: FolderEntry, kind: Candidate['kind'], name: string): boolean => {
    const key = nameKey(kind, name)
    const owner = owners.get(key)
    if (owner === undefined && !builtin.has(key)) {
      owners.set(key, entry)
      return true
    }
    if (isNative(entry.candidate)) return false
    const reason = owner === undefined ? 'built in' : `already provided by ${owner.candidate.path}`
    const message = `its ${kind} "${name}" is ${reason}, which is used instead`
    problems.push({ file: entry.candidate.path, message })
    return false
  }
  const natives = (entry: FolderEntry): number => (isNative(entry.candidate) ? 1 : 0)
  const inOrder = [...entries].toSorted((a, b) => natives(a) - natives(b))
  const components = new Map<FolderEntry, readonly ComponentDefinition[]>()
  const functions: PluginFunctionDefinition[] = []
  for (const entry of inOrder) {
    components.set(
      entry,
      entry.components.filter(({ kind, type }) => isFree(entry, kind, type)),
    )
    functions.push(
      ...entry.functions.filter(({ description: { name } }) => isFree(entry, 'function', name)),
    )
  }
  return { components, functions, problems }
}
