import type { FunctionExample } from './definition.ts'

/** An example as one line of Markdown, for the hover and the reference page. */
export function describeExample(example: FunctionExample): string {
  const { expression, row, before, window, result } = example
  const parts = [`\`${expression}\``]
  if (row !== undefined) parts.push(`on \`${row}\``)
  if (before !== undefined) parts.push(`after ${before.map((text) => `\`${text}\``).join(', ')}`)
  if (window !== undefined) parts.push(`in \`${window}\``)
  return `${parts.join(' ')} gives \`${result}\``
}
