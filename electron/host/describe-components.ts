import { commonSinkProperties } from '#engine'
import type { PayloadCodecs } from '#engine'
import { z } from '#engine/api'
import type { ComponentDefinition, Plugin } from '#engine/api'
import type { Component } from '#ipc/contract'

/** The components of the plugins as data that crosses processes; each schema keeps its form hints. */
export function describeComponents(plugins: readonly Plugin[]): Component[] {
  return plugins.flatMap((plugin) =>
    plugin.components.map((component) => describeComponent(component, plugin.title)),
  )
}

function describeComponent(component: ComponentDefinition, plugin: string): Component {
  const { kind, type, title, summary, keywords, icon, properties, unavailable } = component
  return {
    kind,
    type,
    title,
    summary,
    keywords: [...(keywords ?? [])],
    ...(icon === undefined ? {} : { icon }),
    plugin,
    ...(unavailable === undefined ? {} : { unavailable }),
    ...(component.kind === 'source' && component.datasource !== undefined
      ? { datasource: { ...component.datasource } }
      : {}),
    ...(component.kind === 'sink'
      ? { accepts: component.accepts, writesStream: component.writesStream ?? false }
      : {}),
    ...(component.kind === 'format' ? { needsSchema: component.needsSchema } : {}),
    ...(component.kind === 'format' && component.schemaSuffix !== undefined
      ? { schemaSuffix: component.schemaSuffix }
      : {}),
    schema: formSchema(properties),
  }
}

/**
 * The form of the properties that every sink has. Of encryption it says with `unusable` why the key cannot be
 * used here, which the window cannot know.
 */
export function describeCommonForm(codecs: PayloadCodecs): Record<string, unknown> {
  const form = formSchema(commonSinkProperties)
  const fields = form['properties'] as Readonly<Record<string, object>>
  const unusable = keyProblemOf(codecs)
  if (unusable === undefined) return form
  return { ...form, properties: { ...fields, encryption: { ...fields['encryption'], unusable } } }
}

function keyProblemOf({ encryptors }: PayloadCodecs): string | undefined {
  try {
    encryptors['aes']?.({})
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** The input side: a property with a default need not be given. */
export function formSchema(properties: z.ZodType): Record<string, unknown> {
  return { ...z.toJSONSchema(properties, { io: 'input', unrepresentable: 'any' }) }
}
