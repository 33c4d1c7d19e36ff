import type { CaseOutput } from './case.ts'
import type { CaseResult } from './compare.ts'
import { parseTree, printTree } from './json-tree.ts'

/** One line in the shape of the recorded cases, every integer with all its digits. */
export function printResult(result: CaseResult): string {
  return printMembers({
    id: JSON.stringify(result.id),
    output: `[${result.output.map(printOutput).join(',')}]`,
    createError: optional(result.createError),
    errors: result.errors.length === 0 ? undefined : JSON.stringify(result.errors),
  })
}

function printOutput(output: CaseOutput): string {
  return printMembers({
    at: String(output.at),
    action: output.action === 0 ? undefined : String(output.action),
    // The text a value was read from has its digits; blanks and line ends of a template go.
    value: output.raw === undefined ? undefined : printTree(parseTree(output.raw)),
    text: optional(output.text),
    base64: optional(output.base64),
    raw: optional(output.raw),
    call: optional(output.call),
    props: optional(output.props),
  })
}

function optional(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value)
}

function printMembers(members: Readonly<Record<string, string | undefined>>): string {
  const written = Object.entries(members).flatMap(([name, text]) =>
    text === undefined ? [] : [`${JSON.stringify(name)}:${text}`],
  )
  return `{${written.join(',')}}`
}
