/** One match of a regular expression, as a replacement template reads it. */
export interface Match {
  /** The text of a group by its number, empty where there is none; 0 is the whole match. */
  group(index: number): string
  /** The text of a group by its name, empty where there is none. */
  named(name: string): string
}

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
