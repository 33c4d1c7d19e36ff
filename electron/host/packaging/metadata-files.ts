import { isRecord } from '../portable/package/localized.ts'
import type { PluginDescription, PackableKind } from '../user-plugins/protocol.ts'
import { bothLanguages, describeSchema } from './metadata-properties.ts'

export interface MetadataSubject {
  readonly kind: PackableKind
  readonly type: string
  readonly title: string
  readonly summary: string
  readonly description: PluginDescription
  /** A metadata file that the plugin brings itself; empty where there is none. */
  readonly own: Readonly<Record<string, unknown>>
}

/** Files of a zip by their paths. */
export type TextFiles = Readonly<Record<string, string>>

/** What the server's forms show, and for a source the configuration file that it insists on. */
export function metadataFiles(subject: MetadataSubject): TextFiles {
  const { kind, type } = subject
  const file = `${kind}s/${type}.json`
  const content = { ...about(subject), ...contentOf(subject), ...withAbout(subject) }
  return {
    [file]: toText(content),
    ...(kind === 'source' ? { [`sources/${type}.yaml`]: configurationOf(subject) } : {}),
  }
}

function about({ summary }: MetadataSubject): object {
  return {
    about: {
      trial: false,
      author: { name: '', email: '', company: '', website: '' },
      helpUrl: bothLanguages(''),
      description: bothLanguages(summary),
    },
  }
}

/** The plugin's own file says it better; the server needs an `about` in it. */
function withAbout({ own }: MetadataSubject): object {
  const { about: given, ...rest } = own
  return isRecord(given) ? { about: given, ...rest } : rest
}

function contentOf({ kind, type, title, summary, description }: MetadataSubject): object {
  const properties = description.schema === undefined ? [] : describeSchema(description.schema)
  const node = { category: kind, icon: 'iconPath', label: bothLanguages(title) }
  switch (kind) {
    case 'sink':
      return { libs: [], properties, node }
    case 'source':
      return {
        libs: [],
        dataSource: {
          hint: bothLanguages('Reaches the plugin as the first argument of configure.'),
          label: bothLanguages('Data source'),
        },
        properties: { default: properties },
        node,
      }
    case 'function':
      return { name: type, functions: [functionOf(type, summary, description)] }
  }
}

function functionOf(type: string, summary: string, { traits }: PluginDescription): object {
  const [signature = `${type}(value)`] = traits?.signatures ?? []
  return {
    name: type,
    example: signature.replace(/[?]/g, ''),
    aggregate: traits?.isAggregate === true,
    hint: bothLanguages(summary),
    node: { category: 'function', icon: 'iconPath', label: bothLanguages(type) },
  }
}

/** Defaults that the schema has; JSON values are YAML. */
function configurationOf({ description }: MetadataSubject): string {
  const properties = description.schema?.['properties']
  const defaults = Object.entries(isRecord(properties) ? properties : {}).flatMap(
    ([name, property]) =>
      isRecord(property) && property['default'] !== undefined
        ? [`  ${JSON.stringify(name)}: ${JSON.stringify(property['default'])}\n`]
        : [],
  )
  return defaults.length === 0 ? 'default: {}\n' : `default:\n${defaults.join('')}`
}

const toText = (value: object): string => `${JSON.stringify(value, null, 2)}\n`
