import { build } from 'esbuild'
import { existsSync, statSync } from 'node:fs'
import { mkdtemp, readdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, extname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { definePlugin, z } from '#engine/api'
import type { Plugin, SinkDefinition, SinkExport } from '#engine/api'

/** Why a plugin is not there; the others are. */
export interface PluginProblem {
  readonly file: string
  readonly message: string
}

export interface LoadedPlugins {
  readonly plugins: readonly Plugin[]
  readonly problems: readonly PluginProblem[]
}

const extensions = ['.ts', '.mts', '.js', '.mjs', '.cjs']

/**
 * Loads the sinks of plugin folders. `FOLDER/sinks/` holds files `MySink.ts|js|mjs|cjs` and folders
 * `mySink/` with an index file or a package.json; each exports the symbol `MySink`, which becomes the
 * action key `mySink`. TypeScript needs no build step: its types are dropped. A plugin that cannot be
 * loaded becomes a problem and harms nothing else.
 */
export async function loadPluginFolders(folders: readonly string[]): Promise<LoadedPlugins> {
  const plugins = new Map<string, { readonly plugin: Plugin; readonly file: string }>()
  const problems: PluginProblem[] = []
  for (const folder of folders) {
    for (const candidate of await findCandidates(folder, problems)) {
      const earlier = plugins.get(candidate.type)
      if (earlier !== undefined) {
        problems.push({
          file: candidate.file,
          message: `the sink "${candidate.type}" is already provided by ${earlier.file}; rename one of them`,
        })
        continue
      }
      try {
        plugins.set(candidate.type, { plugin: await loadSink(candidate), file: candidate.file })
      } catch (error) {
        problems.push({ file: candidate.file, message: describe(error) })
      }
    }
  }
  return { plugins: [...plugins.values()].map(({ plugin }) => plugin), problems }
}

interface Candidate {
  /** The action key, such as `mySink`. */
  readonly type: string
  /** The exported name, such as `MySink`. */
  readonly symbol: string
  readonly file: string
}

async function findCandidates(folder: string, problems: PluginProblem[]): Promise<Candidate[]> {
  const sinks = join(folder, 'sinks')
  if (!existsSync(folder)) {
    problems.push({ file: folder, message: 'there is no such folder' })
    return []
  }
  if (!existsSync(sinks)) {
    problems.push({ file: folder, message: 'it has no folder "sinks" with a sink in it' })
    return []
  }
  return (await readdir(sinks)).sort().flatMap((name): Candidate[] => {
    const path = join(sinks, name)
    const isFolder = statSync(path).isDirectory()
    if (!isFolder && (!extensions.includes(extname(name)) || name.endsWith('.d.ts'))) return []
    if (/\.test\.[a-z]+$/.test(name)) return []
    const stem = isFolder ? name : basename(name, extname(name))
    const rest = stem.slice(1)
    const file = isFolder ? entryOf(path) : path
    if (file === undefined) {
      problems.push({
        file: path,
        message: `the folder has neither an index file nor a package.json`,
      })
      return []
    }
    return [
      {
        type: stem.charAt(0).toLowerCase() + rest,
        symbol: stem.charAt(0).toUpperCase() + rest,
        file,
      },
    ]
  })
}

function entryOf(folder: string): string | undefined {
  const index = extensions
    .map((extension) => join(folder, `index${extension}`))
    .find((file) => existsSync(file))
  if (existsSync(join(folder, 'package.json'))) return folder
  return index
}

async function loadSink({ type, symbol, file }: Candidate): Promise<Plugin> {
  const module = await importPlugin(file)
  const exported = findExport(module, symbol)
  if (exported === undefined) {
    const names = Object.keys(module).filter((name) => name !== 'default')
    const seen = names.length > 0 ? `it exports ${names.join(', ')}` : 'it exports nothing'
    throw new Error(
      `the export "${symbol}" is missing (${seen}); export a class, a function or an object of that name`,
    )
  }
  const sink = checkSink(exported, symbol)
  const definition: SinkDefinition = {
    kind: 'sink',
    type,
    title: symbol,
    summary: `Your plugin, from ${basename(file)}.`,
    examples: [],
    accepts: takesBytes(exported) ? 'bytes' : 'rows',
    properties: readSchema(module, symbol),
    sink,
  }
  return definePlugin({ id: `user.${type}`, title: 'your plugin', components: [definition] })
}

/** Bundles the plugin into one module of its own, so that every kind of source loads the same way. */
async function importPlugin(file: string): Promise<Record<string, unknown>> {
  const result = await build({
    entryPoints: [file],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'silent',
    sourcemap: 'inline',
    banner: {
      js: "import { createRequire as sluiceRequire } from 'node:module'; const require = sluiceRequire(import.meta.url);",
    },
  })
  const folder = await mkdtemp(join(tmpdir(), 'sluice-plugin-'))
  const bundled = join(folder, 'plugin.mjs')
  await writeFile(bundled, result.outputFiles[0]?.text ?? '')
  return (await import(pathToFileURL(bundled).href)) as Record<string, unknown>
}

/** The named export, that name on a CommonJS module's exports, or the default export. */
function findExport(module: Record<string, unknown>, symbol: string): unknown {
  if (module[symbol] !== undefined) return module[symbol]
  const whole = module['default']
  if (isObject(whole) && whole[symbol] !== undefined) return whole[symbol]
  return typeof whole === 'function' || (isObject(whole) && typeof whole['collect'] === 'function')
    ? whole
    : undefined
}

function checkSink(exported: unknown, symbol: string): SinkExport {
  if (typeof exported === 'function') return exported as SinkExport
  if (isObject(exported)) {
    const missing = ['configure', 'open', 'collect', 'close'].filter(
      (method) => typeof exported[method] !== 'function',
    )
    if (missing.length === 0) return exported as unknown as SinkExport
    throw new Error(
      `"${symbol}" has no method ${missing.join(', ')}; a sink has configure, open, collect and close`,
    )
  }
  throw new Error(
    `"${symbol}" is a ${typeof exported}; export a class, a function that returns a sink, or a sink`,
  )
}

/** A sink that wants encoded bytes says so with `accepts = 'bytes'` (a static property of a class). */
function takesBytes(exported: unknown): boolean {
  const holder =
    typeof exported === 'function' ? (exported as unknown as Record<string, unknown>) : exported
  return isObject(holder) || typeof holder === 'function'
    ? (holder as Record<string, unknown>)['accepts'] === 'bytes'
    : false
}

/** The exported `properties` where it is a zod object of any copy of zod, else anything is taken. */
function readSchema(module: Record<string, unknown>, symbol: string): SinkDefinition['properties'] {
  const schema =
    module['properties'] ??
    (isObject(module['default']) ? module['default']['properties'] : undefined)
  if (schema === undefined) return z.looseObject({})
  if (isObject(schema) && typeof schema['safeParse'] === 'function' && isObject(schema['shape'])) {
    return schema as unknown as SinkDefinition['properties']
  }
  throw new Error(
    `the export "properties" beside "${symbol}" is no zod object; make it with z.object({ ... })`,
  )
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/** An esbuild failure names file, line and column. */
function describe(error: unknown): string {
  if (isObject(error) && Array.isArray(error['errors'])) {
    const lines = (
      error['errors'] as {
        text: string
        location?: { file: string; line: number; column: number } | null
      }[]
    ).map(({ text, location }) =>
      location === null || location === undefined
        ? text
        : `${location.file}:${location.line}:${location.column + 1}: ${text}`,
    )
    if (lines.length > 0) return lines.join('; ')
  }
  return error instanceof Error ? error.message : String(error)
}
