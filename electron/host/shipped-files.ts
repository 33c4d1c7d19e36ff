import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Files that run beside the host: the built ones of the app, or, where the host runs from its sources as
 * in tests, what is built from them when it is first asked for.
 */
const here = dirname(fileURLToPath(import.meta.url))
const isSource = import.meta.url.endsWith('.ts')

/** What `import ... from 'sluice'` gives. */
export const apiModuleFile = (): string =>
  isSource ? resolve(here, '../../engine/api/index.ts') : shipped('plugin-api.js')

/** The types of it, for the editor of who writes a plugin. */
export const apiTypesFile = (): string =>
  isSource ? resolve(here, 'user-plugins/runner/user-api.ts') : shipped('plugin-types.ts')

/** The program of a plugin's process. */
export const runnerFile = async (): Promise<string> =>
  isSource ? fromSource('user-plugins/runner/main.ts') : shipped('plugin-runner.js')

/** The program of a function's thread. */
export const functionRunnerFile = async (): Promise<string> =>
  isSource
    ? fromSource('user-plugins/runner/function-main.ts')
    : shipped('plugin-function-runner.js')

/** The program of the thread that talks to the functions of a portable plugin. */
export const portableFunctionFile = async (): Promise<string> =>
  isSource ? fromSource('portable/functions/thread-main.ts') : shipped('portable-functions.js')

/** The program of a packaged plugin, as one file. */
export const peerFile = async (): Promise<string> =>
  isSource ? fromSource('packaging/peer/main.ts') : shipped('portable-peer.js')

/** The plugin API as one file that runs anywhere. */
export const apiBundleFile = async (): Promise<string> =>
  isSource ? fromSource('../../engine/api/index.ts') : shipped('plugin-api.js')

/** Host and command line are built into folders beside each other. */
function shipped(name: string): string {
  const file = join(here, '..', 'host', name)
  if (existsSync(file)) return file
  throw new Error(`${file} is missing: build Sluice again (npm run build)`)
}

const built = new Map<string, Promise<string>>()

function fromSource(entry: string): Promise<string> {
  const known = built.get(entry) ?? buildEntry(entry)
  built.set(entry, known)
  return known
}

/** Test processes build the same file at the same time: each finds a whole one. */
async function buildEntry(entry: string): Promise<string> {
  const { build } = await import('esbuild')
  const result = await build({
    entryPoints: [join(here, entry)],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'silent',
  })
  const folder = resolve(here, '../../out/from-source')
  const file = join(folder, entry.replaceAll(/[./]+/g, '-').replace(/^-|-ts$/g, '') + '.mjs')
  await mkdir(folder, { recursive: true })
  const unfinished = `${file}.${randomUUID()}`
  for (const { contents } of result.outputFiles) await writeFile(unfinished, contents)
  await rename(unfinished, file)
  return file
}
