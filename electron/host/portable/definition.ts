import { access, chmod, readdir, readFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { z } from '#engine/api'
import { PortableError } from './protocol/errors.ts'
import { parseJson } from './package/json-file.ts'
import type { PluginFolder } from './package/plugin-folder.ts'
import { readFunctionMetadata, readSinkMetadata, readSourceMetadata } from './package/metadata.ts'
import type { FunctionMetadata, SymbolMetadata } from './package/metadata.ts'

/** A portable plugin as its files describe it. */
export interface PortableDefinition {
  /** Also in the name of the control channel: the plugin's own code has the same. */
  readonly name: string
  readonly version: string
  readonly language: 'python' | 'go'
  /** Absolute. */
  readonly executable: string
  /** A conda environment. */
  readonly virtualEnvironment?: string
  readonly sources: ReadonlyMap<string, SymbolMetadata>
  readonly sinks: ReadonlyMap<string, SymbolMetadata>
  readonly functions: ReadonlyMap<string, FunctionMetadata>
  /** What does not keep the plugin from running, but the user should know. */
  readonly warnings: readonly string[]
}

const symbolName = z.string().regex(/^[\w.-]+$/, 'a name has only letters, digits, _, - and .')
const symbols = z
  .array(symbolName)
  .nullish()
  .transform((names) => names ?? [])

const pluginFile = z.object({
  name: z.string().optional(),
  version: z.string().optional(),
  language: z.enum(['python', 'go'], { error: 'must be "python" or "go"' }),
  executable: z
    .string({ error: 'must name the file that is started' })
    .min(1, 'must name the file that is started'),
  sources: symbols,
  sinks: symbols,
  functions: symbols,
  virtualEnvType: z.string().optional(),
  env: z.string().optional(),
})
type PluginFile = z.output<typeof pluginFile>

/** Reads and checks a plugin's folder. Throws a PortableError that names the file and the place in it. */
export async function readDefinition(plugin: PluginFolder): Promise<PortableDefinition> {
  const { name, file, content } = await findPluginFile(plugin)
  const place = join(plugin.origin, file)
  const json = parsePluginFile(place, content)
  if (json.sources.length + json.sinks.length + json.functions.length === 0) {
    throw new PortableError('invalid', `${place}: no sources, sinks or functions are listed`)
  }
  const warnings: string[] = []
  const executable = await checkExecutable(plugin, place, json)
  const read = { folder: plugin.folder, origin: plugin.origin, warnings }
  const entries = await readdir(plugin.folder)
  if (entries.includes('install.sh')) {
    warnings.push(
      `${join(plugin.origin, 'install.sh')} is not run here; run it yourself where the plugin needs it`,
    )
  }
  return {
    name,
    version: json.version ?? '',
    language: json.language,
    executable,
    ...(json.virtualEnvType === 'conda' &&
      json.env !== undefined && { virtualEnvironment: json.env }),
    sources: await readAll(json.sources, (symbol) => readSourceMetadata(read, symbol)),
    sinks: await readAll(json.sinks, (symbol) => readSinkMetadata(read, symbol)),
    functions: await readAll(json.functions, (symbol) => readFunctionMetadata(read, symbol)),
    warnings,
  }
}

interface FoundFile {
  readonly name: string
  readonly file: string
  readonly content: string
}

/** `<name>.json` beside the executable; the folder's own name decides between several. */
async function findPluginFile({ folder, origin, name }: PluginFolder): Promise<FoundFile> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.json')).sort()
  const candidates: FoundFile[] = []
  for (const file of files) {
    const content = await readFile(join(folder, file), 'utf8')
    const found = { name: file.slice(0, -'.json'.length), file, content }
    if (found.name === name) return found
    if (/"executable"|"language"/.test(content)) candidates.push(found)
  }
  const [only, ...others] = candidates
  if (only && others.length === 0) return only
  if (!only) {
    throw new PortableError(
      'invalid',
      `${origin}: it has no ${name}.json that describes the plugin`,
    )
  }
  const names = candidates.map(({ file }) => file).join(', ')
  throw new PortableError(
    'invalid',
    `${origin}: ${names} could all describe the plugin; name the folder as one of them`,
  )
}

function parsePluginFile(place: string, content: string): PluginFile {
  const result = pluginFile.safeParse(parseJson(place, content))
  if (result.success) return result.data
  const [issue] = result.error.issues
  const at = issue && issue.path.length > 0 ? ` ${issue.path.map(String).join('.')}:` : ''
  throw new PortableError('invalid', `${place}:${at} ${issue?.message ?? 'cannot be used'}`)
}

async function checkExecutable(
  plugin: PluginFolder,
  place: string,
  json: PluginFile,
): Promise<string> {
  const executable = resolve(plugin.folder, json.executable)
  const inside = relative(plugin.folder, executable)
  if (inside.startsWith('..')) {
    throw new PortableError(
      'invalid',
      `${place}: executable: ${json.executable} is not in the plugin's folder`,
    )
  }
  try {
    await access(executable)
    // A zip made outside Unix says nothing about permissions; a folder is the user's own.
    if (json.language === 'go' && plugin.folder !== plugin.origin) await chmod(executable, 0o755)
  } catch (error) {
    throw new PortableError(
      'invalid',
      `${place}: executable: there is no file ${json.executable}`,
      { cause: error },
    )
  }
  return executable
}

async function readAll<T>(
  names: readonly string[],
  read: (name: string) => Promise<T>,
): Promise<ReadonlyMap<string, T>> {
  const all = new Map<string, T>()
  for (const name of names) all.set(name, await read(name))
  return all
}
