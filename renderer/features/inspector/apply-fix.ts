import type { Fix } from '../../state/language.ts'

/** The text with the edits of a fix, from the last to the first so that places stay right. */
export function applyFix(text: string, fix: Fix): string {
  return fix.edits
    .toSorted((a, b) => b.span.start - a.span.start)
    .reduce(
      (result, { span, text: insertion }) =>
        result.slice(0, span.start) + insertion + result.slice(span.end),
      text,
    )
}
