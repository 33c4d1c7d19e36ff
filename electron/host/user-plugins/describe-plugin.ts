import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, extname, join } from 'node:path'
import { z } from '#engine/api'
import type { ComponentDefinition } from '#engine/api'
import { describeProperties } from '../portable/package/form-schema.ts'
import { parseJson } from '../portable/package/json-file.ts'
import { isRecord, localized } from '../portable/package/localized.ts'
import type { Candidate } from './candidate.ts'
import { isImageFile, readIcon } from './icon-file.ts'
import type { PluginDescription } from './protocol.ts'

/** What stands beside a plugin's code: all of it may be missing. */
export interface PluginPapers {
  readonly version: string | undefined
  readonly title: string | undefined
  readonly summary: string | undefined
  readonly icon: string | undefined
  /** A picture of its own, as a data URL; it goes before any icon that is named. */
  readonly image: string | undefined
  /** From a metadata file in eKuiper's form. */
  readonly properties: z.ZodObject | undefined
  readonly readme: string | undefined
}

/** Rejects with an error that names the file and the place in it. */
export async function readPapers(candidate: Candidate): Promise<PluginPapers> {
  const metadata = await readMetadata(candidate)
  const packageFile = candidate.isFolder
    ? await readObject(candidate, [join(candidate.path, 'package.json')])
    : {}
  const own = isRecord(packageFile.sluice) ? packageFile.sluice : {}
  checkApiVersion(own.apiVersion)
  const about = isRecord(metadata.about) ? metadata.about : {}
  const node = isRecord(metadata.node) ? metadata.node : {}
  const icon = text(own.icon)
  const isFile = icon !== undefined && isImageFile(icon)
  return {
    version: text(packageFile.version) ?? text(metadata.version),
    title: localized(node.label) ?? text(own.title),
    summary: localized(about.description) ?? text(packageFile.description),
    icon: isFile ? undefined : icon,
    image: await readIcon(candidate, isFile ? icon : undefined),
    properties: readProperties(metadata),
    readme: await readReadme(candidate),
  }
}

/** The metadata file in eKuiper's form that stands with it; empty where there is none. */
export function readMetadata(candidate: Candidate): Promise<Readonly<Record<string, unknown>>> {
  return readObject(candidate, metadataFiles(candidate))
}

export type ComponentTexts = Pick<
  ComponentDefinition,
  'type' | 'title' | 'summary' | 'examples' | 'properties' | 'icon'
>

/** The component as the palette, the form and the engine's checks know it. Throws for a bad schema. */
export function componentTexts(
  candidate: Candidate,
  description: PluginDescription,
  papers: PluginPapers,
): ComponentTexts {
  const icon = papers.image ?? description.icon ?? papers.icon
  if (icon !== undefined && icon === description.icon && isImageFile(icon)) {
    throw new Error(
      `its icon is the file "${icon}"; name it in package.json, or put it beside the code as ${candidate.isFolder ? 'icon' : candidate.symbol}${extname(icon)}`,
    )
  }
  const summary = description.summary ?? papers.summary
  return {
    type: candidate.type,
    title: description.title ?? papers.title ?? candidate.symbol,
    summary:
      summary === undefined ? `Your ${candidate.kind} ${candidate.symbol}.` : closed(summary),
    examples: [],
    properties: schemaOf(description) ?? papers.properties ?? z.looseObject({}),
    ...(icon === undefined ? {} : { icon }),
  }
}

const apiVersion = 1

function checkApiVersion(version: unknown): void {
  if (version === undefined || version === apiVersion) return
  throw new Error(
    `its package.json asks for version ${JSON.stringify(version)} of the plugin API; this Sluice has version ${String(apiVersion)}`,
  )
}

function schemaOf({ schema }: PluginDescription): z.ZodObject | undefined {
  if (schema === undefined) return undefined
  const advice = 'mend the schema it exports as "properties"'
  let converted: z.ZodType
  try {
    converted = z.fromJSONSchema(schema)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`its schema cannot be used: ${reason}; ${advice}`, { cause: error })
  }
  if (converted instanceof z.ZodObject) return converted
  throw new Error(`its schema describes no object with properties; ${advice}`)
}

/** In the folder, or beside the file or folder. */
function metadataFiles(candidate: Candidate): readonly string[] {
  const { type, symbol, path, isFolder } = candidate
  const folders = isFolder ? [path, dirname(path)] : [dirname(path)]
  return folders.flatMap((folder) => [join(folder, `${type}.json`), join(folder, `${symbol}.json`)])
}

async function readObject(
  candidate: Candidate,
  files: readonly string[],
): Promise<Readonly<Record<string, unknown>>> {
  const file = files.find((each) => existsSync(each))
  if (file === undefined) return {}
  const json: unknown = parseJson(file, await readFile(file, 'utf8'))
  if (isRecord(json)) return json
  throw new Error(`${file} must be an object that describes the ${candidate.kind}`)
}

/** A list for sinks; for sources an object whose `default` is the list. */
function readProperties({
  properties,
}: Readonly<Record<string, unknown>>): z.ZodObject | undefined {
  if (properties === undefined) return undefined
  const list = isRecord(properties) ? properties.default : properties
  if (!Array.isArray(list)) throw new Error('"properties" of its metadata must be a list')
  for (const [index, descriptor] of (list as readonly unknown[]).entries()) {
    if (isRecord(descriptor) && typeof descriptor.name === 'string') continue
    throw new Error(`"properties" of its metadata: number ${String(index + 1)} has no name`)
  }
  return describeProperties(list)
}

const longestReadme = 200_000

async function readReadme({ isFolder, path, symbol }: Candidate): Promise<string | undefined> {
  const file = isFolder ? join(path, 'README.md') : join(dirname(path), `${symbol}.md`)
  if (!existsSync(file)) return undefined
  return (await readFile(file, 'utf8')).slice(0, longestReadme)
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value : undefined

const closed = (summary: string): string => (summary.endsWith('.') ? summary : `${summary}.`)
