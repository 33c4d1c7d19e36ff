import type { Span } from '../syntax/span.ts'

export interface TextEdit {
  readonly span: Span
  readonly text: string
}

/** Applies edits that do not overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let edited = text
  const backwards = [...edits].sort((a, b) => b.span.start - a.span.start)
  for (const { span, text: replacement } of backwards) {
    edited = edited.slice(0, span.start) + replacement + edited.slice(span.end)
  }
  return edited
}

/** Line and column of an offset, both from 1. */
export function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset)
  const line = before.split('\n').length
  return { line, column: offset - before.lastIndexOf('\n') }
}
