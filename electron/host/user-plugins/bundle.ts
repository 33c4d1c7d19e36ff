import type { Message, OutputFile, Plugin as EsbuildPlugin } from 'esbuild'
import { createHash } from 'node:crypto'
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Candidate } from './candidate.ts'
import { apiModuleFile } from '../shipped-files.ts'

/** A plugin as one module of its own: every kind of source loads the same way, and nothing of it has run. */
export interface Bundle {
  /** SHA-256 of everything that would run. */
  readonly hash: string
  /** Names of Node's modules it imports, such as `fs`, and of packages. */
  readonly reaches: readonly string[]
  /** The files it was made from; a change of one makes another bundle. */
  readonly inputs: readonly string[]
  /** The plugin's own file, as stack traces name it. */
  readonly file: string
  /** Writes the module where it can be imported. */
  write(): Promise<BundleFile>
}

export interface BundleFile {
  readonly module: string
  remove(): Promise<void>
}

/** A bundle that cannot be made; `place` is the file with line and column. */
export class BundleError extends Error {
  readonly place: string
  constructor(place: string, message: string, options?: { readonly cause?: unknown }) {
    super(message, options)
    this.name = 'BundleError'
    this.place = place
  }
}

/** Throws BundleError. */
export async function bundlePlugin(candidate: Candidate): Promise<Bundle> {
  const folder = candidate.isFolder ? candidate.path : dirname(candidate.path)
  const nodeModules = new Set<string>()
  // Loaded when it is needed: it is a native program, and an app without user plugins does without it.
  const { build } = await import('esbuild')
  try {
    const result = await build({
      entryPoints: [candidate.entry],
      absWorkingDir: folder,
      outfile: join(folder, 'plugin.mjs'),
      bundle: true,
      write: false,
      metafile: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      logLevel: 'silent',
      sourcemap: 'inline',
      sourcesContent: false,
      plugins: [provideApi(), noteNodeModules(nodeModules)],
      ...ownPlace(candidate.isFolder ? join(candidate.path, 'index.mjs') : candidate.path),
    })
    const inputs = Object.keys(result.metafile.inputs).map((input) => resolve(folder, input))
    const packages = inputs.flatMap((input) => packageOf(input) ?? [])
    const code = contentsOf(result.outputFiles)
    return {
      hash: createHash('sha256').update(withoutMap(code)).digest('hex'),
      reaches: [...new Set([...nodeModules, ...packages])].sort(),
      inputs,
      file: await ownFile(candidate, inputs),
      write: () => writeModule(code, folder),
    }
  } catch (error) {
    throw toBundleError(error, candidate, folder)
  }
}

/** `import ... from 'sluice'` gives the plugin API, without an installed package. */
function provideApi(): EsbuildPlugin {
  return {
    name: 'sluice-api',
    setup: (context) => {
      context.onResolve({ filter: /^sluice(\/api)?$/ }, () => ({ path: apiModuleFile() }))
    },
  }
}

function noteNodeModules(found: Set<string>): EsbuildPlugin {
  return {
    name: 'node-modules',
    setup: (context) => {
      context.onResolve({ filter: /^(node:)?[a-z_]+(\/[a-z]+)?$/ }, ({ path, importer }) => {
        const name = path.replace(/^node:/, '')
        const isOwn = !/[\\/]node_modules[\\/]/.test(importer)
        if (nodeModuleNames.has(name) && (isOwn || path.startsWith('node:'))) found.add(name)
        return undefined
      })
    },
  }
}

const nodeModuleNames = new Set([
  ...['child_process', 'cluster', 'crypto', 'dgram', 'dns', 'fs', 'fs/promises', 'http', 'http2'],
  ...['https', 'net', 'os', 'path', 'process', 'stream', 'tls', 'vm', 'worker_threads', 'zlib'],
])

/** The bundle lies elsewhere; what the plugin asks for its own place is the place of its source. */
function ownPlace(file: string): { define: Record<string, string>; banner: { js: string } } {
  const url = JSON.stringify(pathToFileURL(file).href)
  return {
    define: {
      'import.meta.url': url,
      __filename: JSON.stringify(file),
      __dirname: JSON.stringify(dirname(file)),
    },
    banner: {
      js: `import { createRequire as sluiceRequire } from 'node:module'; const require = sluiceRequire(${url});`,
    },
  }
}

function packageOf(input: string): string | undefined {
  return /[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(
    input.slice(Math.max(0, input.lastIndexOf('node_modules') - 1)),
  )?.[1]
}

function contentsOf(files: readonly OutputFile[]): string {
  return files[0]?.text ?? ''
}

/** A comment with paths of this machine is no part of what would run. */
function withoutMap(code: string): string {
  return code.replace(/^\/\/# sourceMappingURL=.*$/m, '')
}

/** A folder's entry is the first file of the folder among the inputs, in the order of its package.json. */
async function ownFile(candidate: Candidate, inputs: readonly string[]): Promise<string> {
  if (candidate.entry !== candidate.path || !candidate.isFolder) return realpath(candidate.entry)
  const inside = inputs.filter(
    (input) => input.startsWith(candidate.path) && !input.includes('node_modules'),
  )
  return inside.at(-1) ?? candidate.entry
}

/** Source maps name files relative to the bundle, so it must know where they are. */
async function writeModule(code: string, folder: string): Promise<BundleFile> {
  const place = await mkdtemp(join(tmpdir(), 'sluice-plugin-'))
  const module = join(place, 'plugin.mjs')
  await writeFile(module, rebaseMap(code, folder))
  return { module, remove: () => rm(place, { recursive: true, force: true }) }
}

function rebaseMap(code: string, folder: string): string {
  const marker = '//# sourceMappingURL=data:application/json;base64,'
  const at = code.lastIndexOf(marker)
  if (at < 0) return code
  const text = Buffer.from(code.slice(at + marker.length).trim(), 'base64').toString('utf8')
  const map = JSON.parse(text) as { sources: string[]; sourceRoot?: string }
  map.sources = map.sources.map((source) => pathToFileURL(resolve(folder, source)).href)
  const encoded = Buffer.from(JSON.stringify(map)).toString('base64')
  return `${code.slice(0, at)}${marker}${encoded}\n`
}

/** What esbuild threw, with the place of the first fault. */
export function toBundleError(error: unknown, candidate: Candidate, folder: string): BundleError {
  const [first, ...others] = messagesOf(error)
  if (first === undefined) {
    const reason = error instanceof Error ? error.message : String(error)
    return new BundleError(candidate.path, reason, { cause: error })
  }
  const { location, text } = first
  const place =
    location === null
      ? candidate.path
      : `${resolve(folder, location.file)}:${String(location.line)}:${String(location.column + 1)}`
  const more = others.length === 0 ? '' : ` (and ${String(others.length)} more)`
  return new BundleError(place, `${text}${more}`, { cause: error })
}

function messagesOf(error: unknown): readonly Message[] {
  if (typeof error !== 'object' || error === null || !('errors' in error)) return []
  return Array.isArray(error.errors) ? (error.errors as readonly Message[]) : []
}
