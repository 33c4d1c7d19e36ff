/** What stands for a secret wherever it would be shown. */
const hiddenSecret = '***'

/** Takes secrets out of what is said and shown. It only ever learns: an old run may still be spoken of. */
export interface Redactor {
  /** From now on these values are taken out, also as JSON, URLs and base64 write them. */
  add(values: Iterable<string>): void
  /** A text made by a program: a message, a log line, an error. */
  text(text: string): string
  /** Rows as text. They are data: what is short may stand there for another reason and stays. */
  data(text: string): string
  /** Plain data of a message between processes: texts called `message` or `hint`, and rows. */
  news<News>(news: News): News
}

/** Where a secret is shorter, it is taken out only where it stands for itself. */
const shortest = 4
const shortestInData = 8

export function createRedactor(): Redactor {
  const values = new Set<string>()
  let inTexts: RegExp | undefined
  let inData: RegExp | undefined

  const text = (given: string): string =>
    inTexts === undefined ? given : given.replace(inTexts, hiddenSecret)
  const data = (given: string): string =>
    inData === undefined ? given : given.replace(inData, hiddenSecret)
  return {
    add(added) {
      const before = values.size
      for (const value of added) if (value !== '') values.add(value)
      if (values.size === before) return
      inTexts = patternOf([...values])
      inData = patternOf([...values].filter(({ length }) => length >= shortestInData))
    },
    text,
    data,
    news: (news) => (inTexts === undefined ? news : (redactNews(news, text, data) as typeof news)),
  }
}

function patternOf(values: readonly string[]): RegExp | undefined {
  const forms = values.flatMap((value) => {
    const escaped = escapePattern(value)
    if (value.length < shortest) return [`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`]
    const bytes = Buffer.from(value, 'utf8')
    // Of the bytes: encodeURIComponent throws for half a surrogate pair.
    const inUrl = encodeURIComponent(bytes.toString('utf8'))
    const others = [JSON.stringify(value).slice(1, -1), inUrl, bytes.toString('base64')]
    return [escaped, ...others.map(escapePattern)]
  })
  if (forms.length === 0) return undefined
  // The longest first: one secret may be a part of another.
  const sorted = [...new Set(forms)].sort((a, b) => b.length - a.length)
  return new RegExp(sorted.join('|'), 'gu')
}

const escapePattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')

type Change = (text: string) => string

const said: ReadonlySet<string> = new Set(['message', 'hint'])
const rows: ReadonlySet<string> = new Set(['row', 'metadata'])

function redactNews(news: unknown, text: Change, data: Change): unknown {
  if (Array.isArray(news)) return news.map((item) => redactNews(item, text, data))
  if (typeof news !== 'object' || news === null || news instanceof Uint8Array) return news
  return Object.fromEntries(
    Object.entries(news).map(([key, value]) => {
      if (said.has(key) && typeof value === 'string') return [key, text(value)]
      if (rows.has(key)) return [key, changeTexts(value, data)]
      return [key, redactNews(value, text, data)]
    }),
  )
}

function changeTexts(value: unknown, change: Change): unknown {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map((item) => changeTexts(item, change))
  // Dates, bytes and numbers of their own kind stay what they are.
  if (typeof value !== 'object' || value === null || !isPlain(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, changeTexts(item, change)]),
  )
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/**
 * Redacts text that comes in pieces: `write` gets whole lines, as a secret may be cut in two. `end` writes
 * what is left.
 */
export function redactLines(
  redactor: Pick<Redactor, 'text'>,
  write: (text: string) => void,
): { readonly add: (piece: string) => void; readonly end: () => void } {
  let rest = ''
  return {
    add(piece) {
      const all = `${rest}${piece}`
      const lineEnd = all.lastIndexOf('\n') + 1
      rest = all.slice(lineEnd)
      if (lineEnd > 0) write(redactor.text(all.slice(0, lineEnd)))
    },
    end() {
      if (rest !== '') write(redactor.text(rest))
      rest = ''
    },
  }
}
