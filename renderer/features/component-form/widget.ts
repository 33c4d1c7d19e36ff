import type { ComponentType } from 'react'
import { isJsonObject } from '../../lib/json.ts'
import type { Schema, SchemaField } from '../../state/schema.ts'
import { choicesOf } from '../../state/validation.ts'

export interface WidgetProps {
  readonly id: string
  readonly field: SchemaField
  /** undefined while it has its default. */
  readonly value: unknown
  readonly isInvalid: boolean
  readonly describedBy: string | undefined
  /** undefined takes the property out. */
  readonly onChange: (value: unknown) => void
}

/** A control for some kind of property. The widget with the highest rank for a field shows it. */
export interface WidgetDefinition {
  readonly name: string
  /** 0 where it cannot show the field. */
  readonly rank: (field: SchemaField) => number
  readonly Widget: ComponentType<WidgetProps>
  /** Tall ones stand with their label at the top. */
  readonly isTall?: boolean
  /** Wide ones stand under their label. */
  readonly isWide?: boolean
}

/** An unknown schema falls back to a JSON box, so there is always one. */
export function chooseWidget(
  widgets: readonly WidgetDefinition[],
  field: SchemaField,
): WidgetDefinition | undefined {
  let best: { readonly widget: WidgetDefinition; readonly rank: number } | undefined
  for (const widget of widgets) {
    const rank = widget.rank(field)
    if (rank > (best?.rank ?? 0)) best = { widget, rank }
  }
  return best?.widget
}

export function hasType(schema: Schema, ...types: readonly string[]): boolean {
  const { type } = schema
  if (Array.isArray(type)) return (type as unknown[]).some((one) => types.includes(String(one)))
  return typeof type === 'string' && types.includes(type)
}

export function hasChoices(schema: Schema): boolean {
  return choicesOf(schema).length > 0
}

export function isListOf(schema: Schema, type: string): boolean {
  return hasType(schema, 'array') && isJsonObject(schema['items']) && hasType(schema['items'], type)
}

/** Objects with names of the user's choice and texts as values. */
export function isTextMap(schema: Schema): boolean {
  const { additionalProperties, properties } = schema
  return (
    hasType(schema, 'object') &&
    properties === undefined &&
    isJsonObject(additionalProperties) &&
    hasType(additionalProperties, 'string')
  )
}

/** How a default stands in an empty field. */
export function placeholderOf({ placeholder, defaultValue }: SchemaField): string | undefined {
  if (placeholder !== undefined) return placeholder
  const isEmpty =
    defaultValue === '' ||
    (typeof defaultValue === 'object' &&
      defaultValue !== null &&
      Object.keys(defaultValue).length === 0)
  if (defaultValue === undefined || isEmpty) return undefined
  return typeof defaultValue === 'string' ? defaultValue : JSON.stringify(defaultValue)
}
