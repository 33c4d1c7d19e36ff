import type { CreateStatement, StreamOption } from '../syntax/ast.ts'

// prettier-ignore
export const optionKeys = [
  'DATASOURCE', 'FORMAT', 'KEY', 'CONF_KEY', 'SHARED', 'STRICT_VALIDATION', 'TYPE', 'TIMESTAMP',
  'TIMESTAMP_FORMAT', 'RETAIN_SIZE', 'SCHEMAID', 'EXTRA', 'VERSION', 'TEMP', 'KIND', 'DELIMITER',
] as const

export type OptionKey = (typeof optionKeys)[number]

export const switchKeys: readonly OptionKey[] = ['SHARED', 'STRICT_VALIDATION', 'TEMP']

/** A bare TRUE or FALSE is the text of its keyword. */
export function optionText(option: StreamOption): string {
  return typeof option.value === 'boolean' ? String(option.value).toUpperCase() : option.value
}

/** The last option of a key counts. */
export function findOption(statement: CreateStatement, key: OptionKey): StreamOption | undefined {
  return statement.options.findLast((option) => option.key === key)
}

export function textOf(statement: CreateStatement, key: OptionKey): string {
  const option = findOption(statement, key)
  return option === undefined ? '' : optionText(option)
}
