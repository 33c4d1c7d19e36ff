import type { TemplateFunctionCategory } from './function.ts'
import { templateFunctions } from './functions/index.ts'
import { keywords } from './lexer.ts'

/** One entry of a template editor's completion. */
export interface TemplateCompletion {
  readonly label: string
  readonly kind: 'function' | 'keyword'
  /** How it is called, such as `trunc length text`. */
  readonly detail: string
  readonly category?: TemplateFunctionCategory
}

/** Every word an action can start with, in alphabetical order. */
export function listTemplateCompletions(): readonly TemplateCompletion[] {
  const words = [...keywords].map((label) => ({ label, kind: 'keyword', detail: label }) as const)
  const functions = Object.entries(templateFunctions).map(
    ([label, { signature, category }]) =>
      ({ label, kind: 'function', detail: signature, category }) as const,
  )
  return [...words, ...functions].sort((a, b) => (a.label < b.label ? -1 : 1))
}
