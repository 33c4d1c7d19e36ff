import type { Identifier } from '../../syntax/ast.ts'
import type { Diagnostic } from '../../syntax/diagnostic.ts'
import { catalogCodes } from '../codes.ts'

export function checkName(name: Identifier): Diagnostic[] {
  const problem = nameProblem(name.name)
  if (problem === undefined) return []
  return [
    {
      code: catalogCodes.invalidName,
      severity: 'error',
      message: problem,
      span: name.span,
      hint: 'A name has letters, digits, - and _ only; with - it needs backticks.',
    },
  ]
}

/** eKuiper's rule for the names of streams, tables and rules. */
export function nameProblem(name: string): string | undefined {
  if (name === '') return 'the name is empty'
  if (name.trim() !== name) return `the name '${name}' starts or ends with a blank`
  if (!/^[A-Za-z0-9_-]+$/.test(name))
    return `the name '${name}' has characters that are not allowed`
  return undefined
}
