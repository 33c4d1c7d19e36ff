import { isSameJson } from '../../lib/json.ts'
import {
  fieldsOf,
  groupOrder,
  isVisible,
  titleOf,
  type Schema,
  type SchemaField,
} from '../../state/schema.ts'

export interface FormGroup {
  /** Empty for the fields that come first, without heading. */
  readonly title: string
  readonly fields: readonly SchemaField[]
  readonly changedCount: number
}

export type Values = Readonly<Record<string, unknown>>

/**
 * The groups a form shows: fields that are visible or have something told about them, and what no schema
 * knows in a group of its own.
 */
export function groupsOf(
  schema: Schema,
  values: Values,
  isTold: (key: string) => boolean = () => false,
): readonly FormGroup[] {
  const fields = fieldsOf(schema)
  const shown = fields.filter((field) => isTold(field.key) || isVisible(field, fields, values))
  const known = new Set(fields.map(({ key }) => key))
  const unknown = Object.keys(values)
    .filter((key) => !known.has(key))
    .map(unknownField)
  const titles = new Set([...groupOrder, ...shown.map(({ group }) => group)])
  return [...titles, unknownGroup]
    .map((title) => {
      const inGroup =
        title === unknownGroup ? unknown : shown.filter(({ group }) => group === title)
      const changedCount = inGroup.filter((field) => isChanged(field, values)).length
      return { title, fields: inGroup, changedCount }
    })
    .filter(({ fields: inGroup }) => inGroup.length > 0)
}

export const unknownGroup = 'Other properties'

/** Kept and shown as JSON, as eKuiper may know it where we do not. */
function unknownField(key: string): SchemaField {
  return {
    key,
    title: titleOf(key),
    group: unknownGroup,
    isRequired: false,
    isSecret: false,
    isDynamic: false,
    defaultValue: undefined,
    schema: {},
  }
}

export function isChanged(field: SchemaField, values: Values): boolean {
  const value = values[field.key]
  return value !== undefined && !isSameJson(value, field.defaultValue)
}

const openGroups = new Set(['Connection', 'Target', 'Payload'])

/** Groups that most people need, and those in which something is set, stand open. */
export function isOpenAtFirst({ title, fields, changedCount }: FormGroup): boolean {
  return openGroups.has(title) || changedCount > 0 || fields.some(({ isRequired }) => isRequired)
}
