import { compileGoRegexp } from './go-regexp.ts'
import { compileLikeGlob } from './like-glob.ts'

export type LikeResult =
  | { readonly ok: true; readonly match: (text: string) => boolean }
  | { readonly ok: false; readonly error: string }

/**
 * LIKE is a regular expression in disguise: `%` is `.*`, `_` is `.`, and everything else keeps its
 * meaning in a regular expression, because eKuiper escapes nothing but the backslash. A literal pattern
 * that is no regular expression is refused when the rule is created, with the error's text.
 */
export function compileLikePattern(pattern: string): LikeResult {
  const match = compileLikeGlob(pattern)
  if (match !== undefined) return { ok: true, match }
  const compiled = compileGoRegexp(likeSource(pattern))
  if (!compiled.ok) return { ok: false, error: `invalid LIKE pattern: ${compiled.error}` }
  const { regexp } = compiled
  return { ok: true, match: (text) => regexp.test(text) }
}

/** The Go regular expression that a pattern stands for, as eKuiper's texts show it. */
export function likeSource(pattern: string): string {
  // A backslash is doubled, and takes the special meaning of `%` and `_` after it, not its own.
  const body = pattern.replace(/\\([%_]?)|[%_]/g, (found: string, escaped?: string) => {
    if (found.startsWith('\\')) return `\\\\${escaped ?? ''}`
    return found === '%' ? '.*' : '.'
  })
  return `^${body}$`
}
