import { builtInFormats } from '../decode/index.ts'
import {
  noFormats,
  previewMessages,
  type FailedTemplate,
  type PluginFormats,
} from '../sink-pipeline/index.ts'
import { faultSpan, fixedEnvironment, type TemplateMark } from '../template/index.ts'
import { isRecord } from '../types/go-text.ts'
import { parseJsonText } from '../types/json-parse.ts'
import type { RecordValue } from '../types/value.ts'

/** A message as the form shows it. */
export interface MessagePreview {
  /** The bytes before compression and encryption: as text, those of a plugin's format as hexadecimal digits. */
  readonly text: string
  /** How many bytes that is. */
  readonly size: number
  /** Properties with a template, such as `topic`, as they come out for this row. */
  readonly properties: Readonly<Record<string, string>>
}

/** The template that failed on the row, and where. */
export type FailedMark = TemplateMark & { readonly property: string }

export type ActionPreview =
  | {
      readonly ok: true
      readonly messages: readonly MessagePreview[]
      /** Why the row, or some of it, would not be sent. */
      readonly errors: readonly string[]
      readonly failed?: FailedMark
    }
  /** The action cannot be used as it is. */
  | { readonly ok: false; readonly property: string; readonly message: string }

export interface PreviewSettings {
  /** Those of plugins, where they can be run. */
  readonly formats?: PluginFormats
  /** When the row came, in milliseconds since 1970: the time that templates tell. */
  readonly at?: number
}

/**
 * What an action with these properties would send for one row, given as JSON. Undefined where the text is no
 * row. Random values and new ids are always the same.
 */
export function previewAction(
  properties: Readonly<Record<string, unknown>>,
  rowJson: string,
  { formats = noFormats, at = 0 }: PreviewSettings = {},
): ActionPreview | undefined {
  const row = readRow(rowJson)
  if (row === undefined) return undefined
  // Compressed or encrypted bytes show nothing, and the key is not here.
  const shown = Object.fromEntries(
    Object.entries(properties).filter(([name]) => !/^(compression|encryption)$/i.test(name)),
  )
  const environment = { ...fixedEnvironment, now: () => at }
  const options = { properties: shown, accepts: 'bytes', formats, environment } as const
  const preview = previewMessages(options, [row])
  if (!preview.ok) {
    const { property, message } = preview.fault
    return { ok: false, property, message }
  }
  const textOf = isTextFormat(properties) ? decodeText : printHex
  const messages = preview.messages.flatMap(({ message }) => {
    if (!(message?.data instanceof Uint8Array)) return []
    // The template itself counts as a dynamic property.
    const rendered = Object.entries(message.properties).filter(([name]) => name !== 'dataTemplate')
    return [
      {
        text: textOf(message.data),
        size: message.data.length,
        properties: Object.fromEntries(rendered),
      },
    ]
  })
  const failed = preview.failed === undefined ? {} : { failed: markOf(preview.failed) }
  return { ok: true, messages, errors: preview.errors, ...failed }
}

function markOf({ property, source, at, message }: FailedTemplate): FailedMark {
  const [, reason = message] =
    /^template: \w+:\d+:\d+: executing .*? at <.*?>: (.*)$/s.exec(message) ?? []
  return { property, ...faultSpan(source, at), message: reason }
}

function readRow(json: string): RecordValue | undefined {
  const parsed = parseJsonText(json)
  return parsed.ok && isRecord(parsed.value) ? parsed.value : undefined
}

const decodeText = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

/** Sixteen bytes a line. */
function printHex(bytes: Uint8Array): string {
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'))
  const lines: string[] = []
  for (let at = 0; at < digits.length; at += 16) lines.push(digits.slice(at, at + 16).join(' '))
  return lines.join('\n')
}

/** Whether the engine itself writes the action's messages; other formats need their plugin. */
export function isTextFormat(properties: Readonly<Record<string, unknown>>): boolean {
  const [, format] = Object.entries(properties).find(([name]) => /^format$/i.test(name)) ?? []
  return typeof format !== 'string' || format === '' || builtInFormats.has(format.toLowerCase())
}
