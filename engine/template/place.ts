import { utf8Length } from '../types/utf8.ts'
import type { Fault } from './fault.ts'
import { mainTemplate } from './parser.ts'
import type { Run } from './run.ts'
import { TemplateError } from './template-error.ts'

export interface Place {
  readonly at: number
  readonly text: string
}

/** Ends a run: the fault with its place, as Go words it. Columns count bytes from 0. */
export function failAt(
  run: Run,
  scope: { readonly source: string },
  place: Place,
  fault: Fault,
): never {
  const before = scope.source.slice(0, place.at)
  const lineStart = before.lastIndexOf('\n') + 1
  const line = before.split('\n').length
  const column = utf8Length(before.slice(lineStart))
  const where = `template: ${mainTemplate}:${line}:${column}: executing "${mainTemplate}" at <${place.text}>`
  throw new TemplateError(`${where}: ${fault.message}`, run.output.text, place.at)
}
