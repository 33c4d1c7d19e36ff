import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from '#engine/api'
import { PortableError } from '../protocol/errors.ts'
import { describeProperties } from './form-schema.ts'
import { parseJson } from './json-file.ts'
import { isRecord, localized } from './localized.ts'
import { parsePlainYaml, YamlError } from './plain-yaml.ts'

/** What a plugin's files say about a source or sink. */
export interface SymbolMetadata {
  readonly title: string
  readonly summary: string
  readonly helpUrl?: string
  /** Loose: a plugin may take properties that its metadata does not name. */
  readonly properties: z.ZodObject
  /** Sources: the meaning of DATASOURCE. */
  readonly datasource?: {
    readonly title: string
    readonly description: string
    readonly example: string
  }
  /** Sources: the `default` configuration of `sources/<name>.yaml`. */
  readonly defaults: Readonly<Record<string, unknown>>
}

export interface FunctionMetadata {
  readonly summary: string
  readonly example?: string
  readonly arguments: readonly {
    readonly name: string
    readonly type: string
    readonly hint?: string
  }[]
}

export interface ReadContext {
  readonly folder: string
  /** For messages. */
  readonly origin: string
  /** Metadata that cannot be used costs the form, not the plugin: it is told about here. */
  readonly warnings: string[]
}

export async function readSinkMetadata(
  context: ReadContext,
  name: string,
): Promise<SymbolMetadata> {
  const file = await readMetadata(context, join('sinks', `${name}.json`))
  return {
    ...describe(file, name, 'Sink'),
    properties: describeProperties(propertyList(file)),
    defaults: {},
  }
}

export async function readSourceMetadata(
  context: ReadContext,
  name: string,
): Promise<SymbolMetadata> {
  const file = await readMetadata(context, join('sources', `${name}.json`))
  const datasource = isRecord(file.dataSource) ? file.dataSource : {}
  const title = localized(datasource.label)
  return {
    ...describe(file, name, 'Source'),
    properties: describeProperties(propertyList(file)),
    datasource: {
      title: title ?? 'Data source',
      description: localized(datasource.hint) ?? 'Reaches the plugin as the property datasource.',
      example: typeof datasource.default === 'string' ? datasource.default : '',
    },
    defaults: await readDefaults(context, join('sources', `${name}.yaml`)),
  }
}

/** A file may describe several functions; the one of the symbol's name counts. */
export async function readFunctionMetadata(
  context: ReadContext,
  name: string,
): Promise<FunctionMetadata> {
  const file = await readMetadata(context, join('functions', `${name}.json`))
  const listed = Array.isArray(file.functions) ? file.functions.filter(isRecord) : []
  const described = listed.find((entry) => entry.name === name) ?? listed[0] ?? {}
  const args = Array.isArray(described.args) ? described.args.filter(isRecord) : []
  return {
    summary: localized(described.hint) ?? `Function ${name} of a portable plugin.`,
    ...(typeof described.example === 'string' && { example: described.example }),
    arguments: args.map((argument) => {
      const hint = localized(argument.hint)
      return {
        name: typeof argument.name === 'string' ? argument.name : 'value',
        type: typeof argument.type === 'string' ? argument.type : 'any',
        ...(hint !== undefined && { hint }),
      }
    }),
  }
}

type MetadataFile = Readonly<Record<string, unknown>>

function describe(
  file: MetadataFile,
  name: string,
  kind: string,
): Pick<SymbolMetadata, 'title' | 'summary' | 'helpUrl'> {
  const about = isRecord(file.about) ? file.about : {}
  const node = isRecord(file.node) ? file.node : {}
  const helpUrl = localized(about.helpUrl)
  return {
    title: localized(node.label) ?? name,
    summary: localized(about.description) ?? `${kind} ${name} of a portable plugin.`,
    ...(helpUrl !== undefined && { helpUrl }),
  }
}

/** A list for sinks; for sources an object whose `default` is the list. */
function propertyList(file: MetadataFile): readonly unknown[] {
  const { properties } = file
  if (Array.isArray(properties)) return properties
  if (!isRecord(properties)) return []
  const list = properties.default ?? Object.values(properties)[0]
  return Array.isArray(list) ? list : []
}

async function readMetadata(context: ReadContext, path: string): Promise<MetadataFile> {
  const content = await readOptional(context, path)
  if (content === undefined) return {}
  const place = join(context.origin, path)
  try {
    const json = parseJson(place, content)
    if (isRecord(json)) return json
    context.warnings.push(
      `${place}: it must be an object; the form takes free keys and values instead`,
    )
  } catch (error) {
    if (!(error instanceof PortableError)) throw error
    context.warnings.push(error.message)
  }
  return {}
}

async function readDefaults(
  context: ReadContext,
  path: string,
): Promise<Readonly<Record<string, unknown>>> {
  const place = join(context.origin, path)
  const content = await readOptional(context, path)
  if (content === undefined) {
    context.warnings.push(`${place} is missing: an eKuiper server refuses the plugin without it`)
    return {}
  }
  try {
    const yaml = parsePlainYaml(content)
    return isRecord(yaml) && isRecord(yaml.default) ? yaml.default : {}
  } catch (error) {
    if (!(error instanceof YamlError)) throw error
    context.warnings.push(
      `${place}:${String(error.line)}: ${error.message}; its defaults are not used`,
    )
    return {}
  }
}

async function readOptional({ folder }: ReadContext, path: string): Promise<string | undefined> {
  try {
    return await readFile(join(folder, path), 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
