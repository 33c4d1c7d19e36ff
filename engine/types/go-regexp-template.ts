import type { Match } from './go-regexp-search.ts'

const REFERENCE = /\$(?:\$|\{([\p{L}\p{Nd}_]+)\}|([\p{L}\p{Nd}_]+))/gu

/**
 * Go's templates: the longest name wins, so `$1x` is the group named `1x`; `$$` is a dollar; what is
 * no reference stays as it is.
 */
export function expandTemplate(template: string, match: Match): string {
  return template.replace(REFERENCE, (_, braced?: string, bare?: string) => {
    const name = braced ?? bare
    if (name === undefined) return '$'
    // A number with leading zeros is a name.
    return /^(?:0|[1-9]\d{0,7})$/.test(name) ? match.group(Number(name)) : match.named(name)
  })
}
