import { suggest } from '../../base/text.ts'
import type { CreateStatement, StreamOption } from '../../syntax/ast.ts'
import type { Diagnostic } from '../../syntax/diagnostic.ts'
import { catalogCodes } from '../codes.ts'
import { optionKeys, optionText, switchKeys } from '../options.ts'

/** Known keys, and values of the kinds that their keys take. */
export function checkOptionValues(statement: CreateStatement): Diagnostic[] {
  return statement.options.flatMap((option) => checkOption(option))
}

function checkOption(option: StreamOption): Diagnostic[] {
  const key = optionKeys.find((known) => known === option.key)
  if (key === undefined) return [unknownOption(option)]
  const text = optionText(option)
  if (switchKeys.includes(key) && !/^(true|false)$/i.test(text)) {
    return [invalidValue(option, `${key} is TRUE or FALSE, found "${text}"`)]
  }
  if (key === 'RETAIN_SIZE' && !isGoInteger(text)) {
    return [invalidValue(option, `RETAIN_SIZE is an integer, found "${text}"`)]
  }
  if (key === 'EXTRA' && parseExtra(text) === undefined) {
    return [invalidValue(option, 'EXTRA must be a JSON text')]
  }
  return []
}

function unknownOption(option: StreamOption): Diagnostic {
  const near = suggest(option.key, optionKeys)
  const span = { start: option.span.start, end: option.span.start + option.key.length }
  return {
    code: catalogCodes.unknownOption,
    severity: 'error',
    message: `there is no option ${option.key}`,
    span,
    hint:
      near === undefined ? `The options are ${optionKeys.join(', ')}.` : `Did you mean ${near}?`,
    ...(near === undefined
      ? {}
      : { fixes: [{ title: `Write ${near}`, edits: [{ span, text: near }] }] }),
  }
}

function invalidValue(option: StreamOption, message: string): Diagnostic {
  return {
    code: catalogCodes.invalidOptionValue,
    severity: 'error',
    message,
    span: option.valueSpan,
  }
}

function isGoInteger(text: string): boolean {
  return /^[+-]?\d+$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text)
}

/** The value in a box, as `null` is JSON too; undefined for a text that is no JSON. */
export function parseExtra(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    return undefined
  }
}
