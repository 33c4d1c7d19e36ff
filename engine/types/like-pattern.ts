import { compileGoRegexp, type RegexpResult } from './go-regexp.ts'

/**
 * LIKE is a regular expression in disguise: `%` is `.*`, `_` is `.`, and everything else keeps its
 * meaning in a regular expression, because eKuiper escapes nothing but the backslash. A literal pattern
 * that is no regular expression is refused when the rule is created, with the error's text.
 */
export function compileLikePattern(pattern: string): RegexpResult {
  const compiled = compileGoRegexp(likeSource(pattern))
  return compiled.ok ? compiled : { ok: false, error: `invalid LIKE pattern: ${compiled.error}` }
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
