import { readFile } from 'node:fs/promises'
import { writeZip } from '../portable/package/zip-writer.ts'
import type { ZipFile } from '../portable/package/zip-writer.ts'
import { bundlePlugin } from '../user-plugins/bundle.ts'
import { componentTexts, readMetadata, readPapers } from '../user-plugins/describe-plugin.ts'
import type { PackableCandidate } from '../user-plugins/candidate.ts'
import { usualLimits } from '../user-plugins/limits.ts'
import { PluginVersion } from '../user-plugins/plugin-version.ts'
import type { PluginDescription } from '../user-plugins/protocol.ts'
import { apiBundleFile, peerFile } from '../shipped-files.ts'
import { apiFile, bundlePart } from './bundle-part.ts'
import type { PartBundle } from './bundle-part.ts'
import { launcherScript } from './launcher.ts'
import { metadataFiles } from './metadata-files.ts'
import type { TextFiles } from './metadata-files.ts'
import { PackageError } from './package-error.ts'
import type { PackagedPart, PackagedParts } from './peer/parts.ts'
import { packageReadme } from './readme.ts'

/** A portable plugin of eKuiper as a zip. */
export interface PluginPackage {
  /** Also the name it has to be installed under. */
  readonly name: string
  readonly zip: Buffer
  readonly parts: readonly { readonly kind: string; readonly type: string }[]
  /** What is different on a server, where that depends on the code. */
  readonly notes: readonly string[]
}

interface Packed {
  readonly candidate: PackableCandidate
  readonly part: PackagedPart
  readonly bundle: PartBundle
  readonly metadata: TextFiles
  readonly version: string | undefined
  readonly takesBytes: boolean
  readonly summary: string
  readonly readme: string | undefined
}

/** Names of the zip's own files and folders, and of folders that the server copies elsewhere. */
const takenNames = new Set(['lib', 'sinks', 'sources', 'functions', 'readme', 'install'])

/**
 * Packs plugins of ours, whose modules are run for it once. Rejects with a PackageError for the name, and
 * else with an error that says what is wrong with a plugin; a BundleError has the place.
 */
export async function packagePlugins(
  name: string,
  candidates: readonly PackableCandidate[],
): Promise<PluginPackage> {
  if (!/^[a-zA-Z][\w-]*$/.test(name) || takenNames.has(name.toLowerCase())) {
    throw new PackageError(
      `"${name}" cannot be the name of a portable plugin: use letters, digits, - and _, beginning with a letter, and none of ${[...takenNames].join(', ')}`,
    )
  }
  const packed: Packed[] = []
  for (const candidate of candidates) packed.push(await pack(candidate))
  const version = packed.find((each) => each.version !== undefined)?.version ?? '1.0.0'
  const texts: TextFiles = {
    [`${name}.json`]: toText({
      version,
      language: 'go',
      executable: name,
      sources: typesOf(packed, 'source'),
      sinks: typesOf(packed, 'sink'),
      functions: typesOf(packed, 'function'),
    }),
    ...Object.fromEntries(packed.flatMap(({ metadata }) => Object.entries(metadata))),
    'README.md': packageReadme({
      name,
      version,
      parts: packed.map(({ part, ...rest }) => ({ ...part, ...rest })),
    }),
    'lib/parts.json': toText({
      name,
      parts: packed.map(({ part }) => part),
    } satisfies PackagedParts),
    ...Object.fromEntries(packed.map(({ part, bundle }) => [`lib/${part.module}`, bundle.code])),
  }
  const programs = [
    { path: 'lib/peer.mjs', data: await readProgram(await peerFile()) },
    ...(packed.some(({ bundle }) => bundle.usesApi)
      ? [{ path: `lib/${apiFile}`, data: await readProgram(await apiBundleFile()) }]
      : []),
  ]
  const launcher: ZipFile = {
    path: name,
    data: Buffer.from(launcherScript(name)),
    isExecutable: true,
  }
  const written = Object.entries(texts).map(([path, text]) => ({ path, data: Buffer.from(text) }))
  return {
    name,
    zip: writeZip([...written, launcher, ...programs]),
    parts: packed.map(({ part: { kind, type } }) => ({ kind, type })),
    notes: packed.flatMap(({ bundle }) => bundle.notes),
  }
}

async function pack(candidate: PackableCandidate): Promise<Packed> {
  const papers = await readPapers(candidate)
  const description = await describe(candidate)
  const texts = componentTexts(candidate, description, papers)
  const own = await readMetadata(candidate)
  const { kind, type, symbol } = candidate
  const { schema } = description
  const descriptors = propertiesOf(own)
  return {
    candidate,
    part: {
      kind,
      type,
      symbol,
      module: `${kind}-${type}.mjs`,
      ...(schema === undefined ? {} : { schema }),
      ...(schema === undefined && descriptors !== undefined ? { descriptors } : {}),
    },
    bundle: await bundlePart(candidate),
    metadata: metadataFiles({ ...candidate, ...texts, description, own }),
    version: papers.version,
    takesBytes: description.takesBytes,
    summary: texts.summary,
    readme: papers.readme,
  }
}

/** A list for sinks; for sources an object whose `default` is the list. */
function propertiesOf(metadata: Readonly<Record<string, unknown>>): readonly unknown[] | undefined {
  const { properties } = metadata
  if (Array.isArray(properties)) return properties as readonly unknown[]
  if (typeof properties !== 'object' || properties === null) return undefined
  const list: unknown = 'default' in properties ? properties.default : undefined
  return Array.isArray(list) ? (list as readonly unknown[]) : undefined
}

/** Runs its top level in a process of its own, as when it is used. */
async function describe(candidate: PackableCandidate): Promise<PluginDescription> {
  const version = await PluginVersion.load({
    candidate,
    bundle: await bundlePlugin(candidate),
    limits: usualLimits,
    onNews: () => undefined,
    onStopped: () => undefined,
  })
  try {
    return version.description
  } finally {
    await version.close()
  }
}

/** Without the comment that names its source map, which stays here. */
async function readProgram(file: string): Promise<Buffer> {
  const text = await readFile(file, 'utf8')
  return Buffer.from(text.replace(/^\/\/# sourceMappingURL=.*$/m, ''))
}

function typesOf(packed: readonly Packed[], kind: PackagedPart['kind']): readonly string[] {
  return packed.filter(({ part }) => part.kind === kind).map(({ part }) => part.type)
}

const toText = (value: object): string => `${JSON.stringify(value, null, 2)}\n`
