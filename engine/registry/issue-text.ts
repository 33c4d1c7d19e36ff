import type { z } from 'zod'

type Issue = z.core.$ZodIssue

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  record: 'an object',
  object: 'an object',
}

/** What is wrong with one of the properties `given`, in words that name it. */
export function issueText(issue: Issue, given: Readonly<Record<string, unknown>>): string {
  // A check of the plugin's own says what it wants, also of a property that is not there.
  if (issue.code === 'custom') return issue.message
  const name = issue.path.join('.')
  const value = issue.path.reduce<unknown>(memberOf, given)
  if (name !== '' && value === undefined) return `${name} is required`
  if (name !== '' && issue.code === 'invalid_value') {
    return `${name} is one of ${issue.values.map(textOf).join(', ')}, not ${textOf(value)}`
  }
  const wanted = issue.code === 'invalid_type' ? kinds[issue.expected] : undefined
  return wanted === undefined ? issue.message : `${name} takes ${wanted}, not ${textOf(value)}`
}

function memberOf(value: unknown, key: PropertyKey): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
  return (value as Readonly<Record<PropertyKey, unknown>>)[key]
}

function textOf(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    typeof item === 'bigint' ? String(item) : item,
  )
}
