import { tokenize } from '../syntax/lexer.ts'
import { isWindowName } from '../syntax/parser/window.ts'
import type { Token } from '../syntax/token.ts'
import type { LanguageEnvironment } from './environment.ts'
import { windowDocumentation } from './words.ts'

export interface SignatureHelp {
  /** Such as `round(x, digits?)`; one for each form. */
  readonly signatures: readonly Signature[]
  /** The first form that has room for the argument at the cursor. */
  readonly active: number
  /** The argument the cursor stands in, from 0. */
  readonly argument: number
  readonly summary: string
}

export interface Signature {
  readonly label: string
  /** Where each parameter stands in the label. */
  readonly parameters: readonly { readonly start: number; readonly end: number }[]
}

/** The call around the cursor; undefined outside of every call. */
export function signatureHelp(
  text: string,
  offset: number,
  environment: LanguageEnvironment,
): SignatureHelp | undefined {
  const call = callAround(tokenize(text.slice(0, offset)))
  if (call === undefined) return undefined
  const { name, argument } = call
  const window = isWindowName(name) ? windowDocumentation[name.toUpperCase()] : undefined
  const definition = environment.functions.find(name)
  const forms = window === undefined ? definition?.signatures : [window.form]
  const summary = window?.summary ?? definition?.summary
  if (forms === undefined || summary === undefined) return undefined
  const signatures = forms.map((label) => ({ label, parameters: parametersOf(label) }))
  const fitting = signatures.findIndex(({ parameters }) => parameters.length > argument)
  return { signatures, active: Math.max(0, fitting), argument, summary }
}

/** The innermost name whose parenthesis is still open, and how many commas of its own came since. */
function callAround(
  tokens: readonly Token[],
): { readonly name: string; readonly argument: number } | undefined {
  const open: { name: string | undefined; argument: number }[] = []
  for (const [index, token] of tokens.entries()) {
    if (token.kind === '(' || token.kind === '[') {
      const before = tokens[index - 1]
      const isCall = token.kind === '(' && before?.kind === 'identifier'
      open.push({ name: isCall ? before.text : undefined, argument: 0 })
    } else if (token.kind === ')' || token.kind === ']') open.pop()
    else if (token.kind === ',') {
      const inner = open.at(-1)
      if (inner !== undefined) inner.argument += 1
    }
  }
  const found = open.findLast(({ name }) => name !== undefined)
  return found?.name === undefined ? undefined : { name: found.name, argument: found.argument }
}

/** What stands between the commas; the brackets around optional ones are no part of them. */
function parametersOf(label: string): Signature['parameters'] {
  const begin = label.indexOf('(') + 1
  const end = label.lastIndexOf(')')
  if (begin === 0 || end <= begin) return []
  const parameters: { start: number; end: number }[] = []
  let start = begin
  for (let at = begin; at <= end; at += 1) {
    if (at < end && label.charAt(at) !== ',') continue
    const part = label.slice(start, at)
    const lead = part.length - part.trimStart().length
    parameters.push({ start: start + lead, end: start + part.replace(/[[\]\s]+$/, '').length })
    start = at + 1
  }
  return parameters
}
