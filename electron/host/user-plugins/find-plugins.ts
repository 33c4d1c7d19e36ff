import { existsSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, extname, join, resolve } from 'node:path'
import { nameKey, type Candidate } from './candidate.ts'
import { findNative } from './find-native.ts'

/** Why a plugin is not there; the others are. */
export interface PluginProblem {
  /** The file or folder it is about, with `:LINE:COLUMN` where it has a place. */
  readonly file: string
  readonly message: string
}

const extensions = ['.ts', '.mts', '.js', '.mjs', '.cjs']
const folders: Readonly<Record<string, Candidate['kind']>> = {
  sinks: 'sink',
  sources: 'source',
  functions: 'function',
  formats: 'format',
  portable: 'portable',
}

export interface FoundPlugins {
  readonly candidates: readonly Candidate[]
  readonly problems: readonly PluginProblem[]
}

/**
 * Looks through plugin folders: `sinks/`, `sources/`, `functions/` and `formats/` hold files
 * `MySink.ts|js|mjs|cjs` and folders `mySink/` with an index file or a package.json. Nothing is run. Of
 * two plugins of one kind and type the first is taken; what can run stands in for a native plugin.
 */
export async function findPlugins(
  roots: readonly string[],
  taken: ReadonlySet<string> = new Set(),
): Promise<FoundPlugins> {
  const found = new Map<string, Candidate>()
  const problems: PluginProblem[] = []
  for (const root of roots) {
    for (const candidate of await findIn(resolve(root), problems)) {
      const key = nameKey(candidate.kind, candidate.type)
      const earlier = found.get(key)
      if (candidate.form === 'native' && (taken.has(key) || earlier !== undefined)) continue
      if (taken.has(key)) {
        problems.push({
          file: candidate.path,
          message: `the ${candidate.kind} "${candidate.type}" is built in; give yours another name`,
        })
      } else if (earlier === undefined || earlier.form === 'native') found.set(key, candidate)
      else if (earlier.path !== candidate.path) {
        problems.push({
          file: candidate.path,
          message: `the ${candidate.kind} "${candidate.type}" is already provided by ${earlier.path}; rename one of them`,
        })
      }
    }
  }
  return { candidates: [...found.values()], problems }
}

async function findIn(root: string, problems: PluginProblem[]): Promise<readonly Candidate[]> {
  if (!existsSync(root)) {
    problems.push({ file: root, message: 'there is no such folder' })
    return []
  }
  const present = Object.keys(folders).filter((name) => existsSync(join(root, name)))
  if (present.length === 0) {
    const message =
      'it has no folder "sinks", "sources", "functions", "formats" or "portable" with a plugin in it'
    problems.push({ file: root, message })
    return []
  }
  const lists = await Promise.all(
    present.map((name) => candidatesIn(join(root, name), folders[name] ?? 'sink', problems)),
  )
  return lists.flat()
}

async function candidatesIn(
  folder: string,
  kind: Candidate['kind'],
  problems: PluginProblem[],
): Promise<readonly Candidate[]> {
  const candidates: Candidate[] = []
  const names = (await readdir(folder)).sort()
  for (const name of names) {
    const path = join(folder, name)
    const isFolder = await isDirectory(path)
    if (isFolder === undefined) continue
    if (kind === 'portable') {
      if (isFolder || name.endsWith('.zip')) candidates.push(portableCandidate(path, isFolder))
      continue
    }
    if (isIgnored(name, isFolder)) continue
    const stem = isFolder ? name : basename(name, extname(name))
    const entry = isFolder ? await entryOf(path, stem) : path
    if (entry === undefined) {
      const message = `the folder has neither an index file nor a package.json; add index.mjs with the export ${upperFirst(stem)}`
      problems.push({ file: path, message })
      continue
    }
    candidates.push({
      form: 'code',
      kind,
      type: stem.charAt(0).toLowerCase() + stem.slice(1),
      symbol: upperFirst(stem),
      path,
      entry,
      isFolder,
    })
  }
  if (kind === 'portable' || kind === 'format') return candidates
  const hasCode = (type: string): boolean => candidates.some((each) => each.type === type)
  return [...candidates, ...(await findNative(folder, kind, names, hasCode))]
}

/** Its own files say what it provides. */
function portableCandidate(path: string, isFolder: boolean): Candidate {
  const type = basename(path, '.zip')
  return { form: 'portable', kind: 'portable', type, symbol: type, path, entry: path, isFolder }
}

const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** Undefined where it went away in between. */
async function isDirectory(path: string): Promise<boolean | undefined> {
  try {
    return (await stat(path)).isDirectory()
  } catch {
    return undefined
  }
}

function isIgnored(name: string, isFolder: boolean): boolean {
  if (name.startsWith('.') || name === 'node_modules') return true
  if (isFolder) return false
  return (
    !extensions.includes(extname(name)) ||
    name.endsWith('.d.ts') ||
    name.endsWith('.d.mts') ||
    /\.(test|spec)\.[a-z]+$/.test(name)
  )
}

/** What package.json names, an index file, or a file named like the folder. */
async function entryOf(folder: string, stem: string): Promise<string | undefined> {
  if (existsSync(join(folder, 'package.json'))) return folder
  const names = await readdir(folder)
  const wanted = ['index', stem, upperFirst(stem)].flatMap((base) =>
    extensions.map((extension) => `${base}${extension}`),
  )
  const name = wanted.find((each) => names.includes(each))
  return name === undefined ? undefined : join(folder, name)
}
