import type { Matcher, RE2JS } from 're2js'

/** One match of a regular expression; valid until the next one is asked for. */
export interface Match {
  readonly start: number
  readonly end: number
  /** The text of a group by its number, empty where there is none; 0 is the whole match. */
  group(index: number): string
  /** The text of a group by its name, empty where there is none. */
  named(name: string): string
}

/** Finds the matches of one expression in texts. */
export interface Search {
  test(text: string): boolean
  find(text: string): string | undefined
  /** From left to right, empty ones included. */
  matches(text: string): Iterable<Match>
}

export function createLinearSearch(regexp: RE2JS): Search {
  const names = regexp.namedGroups()
  const matchOf = (matcher: Matcher): Match => ({
    start: matcher.start(),
    end: matcher.end(),
    group: (index) => (index > matcher.groupCount() ? '' : (matcher.group(index) ?? '')),
    named: (name) => {
      const index = names[name]
      return index === undefined ? '' : (matcher.group(index) ?? '')
    },
  })
  return {
    test: (text) => regexp.test(text),
    find: (text) =>
      regexp.test(text) ? (regexp.exec(text)?.[0] as string | undefined) : undefined,
    *matches(text) {
      const matcher = regexp.matcher(text)
      while (matcher.find()) yield matchOf(matcher)
    },
  }
}

/** The expression has no named groups. */
export function createNativeSearch(regexp: RegExp): Search {
  const everywhere = new RegExp(regexp.source, 'gu')
  return {
    test: (text) => regexp.test(text),
    find: (text) => regexp.exec(text)?.[0],
    *matches(text) {
      for (const match of text.matchAll(everywhere)) {
        yield {
          start: match.index,
          end: match.index + match[0].length,
          group: (index) => match[index] ?? '',
          named: () => '',
        }
      }
    },
  }
}
