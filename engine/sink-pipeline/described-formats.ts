import { z } from 'zod'
import type { FormatDefinition } from '../api/format.ts'
import type { PluginFormats } from './plugin-formats.ts'

/** A plugin's format as plain data says of it. */
export interface FormatDescription {
  readonly type: string
  readonly needsSchema: boolean
  readonly schemaSuffix?: string
}

/** Formats for checks where no plugin runs. They take every setting: only the plugin itself can judge them. */
export function describedFormats(
  descriptions: readonly FormatDescription[],
  schemas: PluginFormats['schemas'],
): PluginFormats {
  return {
    schemas,
    find: (type) => {
      const wanted = type.toLowerCase()
      const format = descriptions.find((known) => known.type.toLowerCase() === wanted)
      return format === undefined ? undefined : unrunnableFormat(format)
    },
  }
}

function unrunnableFormat(description: FormatDescription): FormatDefinition {
  return {
    ...description,
    kind: 'format',
    title: description.type,
    summary: '',
    examples: [],
    properties: z.looseObject({}),
    createEncoder: () => () => {
      throw new Error(`the format ${description.type} cannot be run here`)
    },
  }
}
