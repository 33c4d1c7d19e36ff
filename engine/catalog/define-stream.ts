import type { CreateStatement } from '../syntax/ast.ts'
import type { Diagnostic } from '../syntax/diagnostic.ts'
import { checkDefaults } from './checks/defaults.ts'
import { checkFormat } from './checks/format.ts'
import { checkLookupKey } from './checks/lookup-key.ts'
import { checkLookupType } from './checks/lookup-type.ts'
import { checkName } from './checks/name.ts'
import { checkOptionValues, parseExtra } from './checks/option-values.ts'
import { textOf } from './options.ts'
import type { StreamDefinition } from './stream.ts'

/** The source types of eKuiper that can be lookup tables. */
export const builtinLookupTypes: readonly string[] = ['memory', 'httppull', 'redis', 'simulator']

/** What eKuiper's parser refuses of a CREATE statement. `formats`: all that exist, in lower case. */
export function checkCreate(statement: CreateStatement, formats?: readonly string[]): Diagnostic[] {
  return [
    ...checkOptionValues(statement),
    ...checkFormat(statement, formats),
    ...checkLookupKey(statement),
    ...checkDefaults(statement),
  ]
}

/** What is refused when the parsed statement is executed, the catalog's names aside. */
export function checkDefinition(
  statement: CreateStatement,
  lookupTypes: readonly string[] = builtinLookupTypes,
): Diagnostic[] {
  return [...checkName(statement.name), ...checkLookupType(statement, lookupTypes)]
}

/** The definition of a statement without errors; wrong options count as absent. `text` is the statement's. */
export function defineStream(statement: CreateStatement, text: string): StreamDefinition {
  const option = (key: Parameters<typeof textOf>[1]): string => textOf(statement, key)
  const orUndefined = (value: string): string | undefined => (value === '' ? undefined : value)
  const isTrue = (value: string): boolean => value.toUpperCase() === 'TRUE'
  return {
    name: statement.name.name,
    sourceKind: statement.sourceKind,
    columns: statement.columns.length === 0 ? undefined : statement.columns,
    type: orUndefined(option('TYPE')) ?? (statement.sourceKind === 'stream' ? 'mqtt' : 'file'),
    datasource: option('DATASOURCE'),
    format: orUndefined(option('FORMAT').toLowerCase()) ?? 'json',
    confKey: option('CONF_KEY'),
    isShared: isTrue(option('SHARED')),
    isStrict: isTrue(option('STRICT_VALIDATION')),
    timestampColumn: orUndefined(option('TIMESTAMP')),
    timestampFormat: orUndefined(option('TIMESTAMP_FORMAT')),
    retainSize: Number(option('RETAIN_SIZE')) || 0,
    key: option('KEY'),
    tableKind: orUndefined(option('KIND').toLowerCase()) ?? 'scan',
    delimiter: option('DELIMITER'),
    schemaId: option('SCHEMAID'),
    extra: extraOf(option('EXTRA')),
    isTemporary: isTrue(option('TEMP')),
    version: option('VERSION'),
    statement: text,
  }
}

/** EXTRA that is JSON but no object adds nothing. */
function extraOf(text: string): Readonly<Record<string, unknown>> {
  const value = text === '' ? undefined : parseExtra(text)?.value
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isObject ? (value as Readonly<Record<string, unknown>>) : {}
}
