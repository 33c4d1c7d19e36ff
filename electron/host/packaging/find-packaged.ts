import { stat } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { isCode } from '../user-plugins/candidate.ts'
import { findPlugins } from '../user-plugins/find-plugins.ts'
import type { Candidate, PackableCandidate } from '../user-plugins/candidate.ts'
import { PackageError } from './package-error.ts'

export interface FoundForPackage {
  /** What the package is called where nobody says otherwise. */
  readonly name: string
  readonly candidates: readonly PackableCandidate[]
}

const kindFolders = ['sinks', 'sources', 'functions']
/** Not a formats/ folder: a portable plugin cannot bring formats. */
const isPackable = (candidate: Candidate): candidate is PackableCandidate =>
  isCode(candidate) && ['sink', 'source', 'function'].includes(candidate.kind)

/**
 * The plugins that a path means: a plugin's file or folder, a file in such a folder, or a folder with
 * `sinks/`, `sources/` and `functions/`, whose plugins become one package. Throws PackageError.
 */
export async function findPackagedPlugins(path: string): Promise<FoundForPackage> {
  const wanted = resolve(path)
  const found = await stat(wanted).catch(() => undefined)
  if (found === undefined) throw new PackageError(`${path}: there is no such file or folder`)
  const root = rootOf(wanted)
  if (root === undefined) {
    if (found.isDirectory() && (await hasKindFolder(wanted))) return findAll(path, wanted)
    throw new PackageError(
      `${path}: a plugin lies in a folder named sinks, sources or functions, such as my-plugins/sinks/MySink.mjs`,
    )
  }
  const { candidates, problems } = await findPlugins([root])
  const candidate = candidates
    .filter(isPackable)
    .find((each) => each.path === wanted || isIn(each, wanted))
  if (candidate !== undefined) return { name: candidate.type, candidates: [candidate] }
  const problem = problems.find(({ file }) => file === wanted)
  throw new PackageError(
    `${path}: ${problem?.message ?? 'this is no plugin: a plugin is a ts, mts, js, mjs or cjs file, or a folder'}`,
  )
}

async function findAll(path: string, root: string): Promise<FoundForPackage> {
  const { candidates, problems } = await findPlugins([root])
  const [problem] = problems
  if (problem !== undefined) throw new PackageError(`${problem.file}: ${problem.message}`)
  const packable = candidates.filter(isPackable)
  if (packable.length === 0) throw new PackageError(`${path}: there is no plugin in it`)
  return { name: basename(root), candidates: packable }
}

/** The plugin folder that a plugin, or a file of one, is in. */
function rootOf(path: string): string | undefined {
  for (let inner = path; dirname(inner) !== inner; inner = dirname(inner)) {
    if (kindFolders.includes(basename(dirname(inner)))) return dirname(dirname(inner))
  }
  return undefined
}

async function hasKindFolder(folder: string): Promise<boolean> {
  const found = await Promise.all(
    kindFolders.map((name) => stat(join(folder, name)).catch(() => undefined)),
  )
  return found.some((each) => each?.isDirectory() === true)
}

function isIn(candidate: Candidate, path: string): boolean {
  return candidate.isFolder && !relative(candidate.path, path).startsWith('..')
}
