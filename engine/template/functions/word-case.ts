import { toLowerLetters, toUpperLetters } from '../../functions/scalar/letter-case.ts'

type WordKind = 'gap' | 'mark' | 'capital' | 'small' | 'number' | 'other'

interface Word {
  readonly kind: WordKind
  readonly text: string
}

/** Letters with cases or without, but no Chinese characters: those count as symbols. */
const small = '(?![\\p{Lu}\\p{Script=Han}])\\p{L}'

/** What a text is made of; `HTTPServer` is `HTTP` and `Server`. The order of the kinds counts. */
const wordPatterns: readonly (readonly [WordKind, string])[] = [
  ['gap', '[-_\\s]+'],
  ['mark', '\\p{P}+'],
  ['capital', `\\p{Lu}+(?=\\p{Lu}${small})|\\p{Lu}(?:${small})+|\\p{Lu}+`],
  ['small', `(?:${small})+`],
  ['number', '\\p{N}+'],
  ['other', `.(?:(?!${small})[^-_\\s\\p{P}\\p{N}\\p{Lu}])*`],
]

const wordPattern = new RegExp(
  wordPatterns.map(([kind, pattern]) => `(?<${kind}>${pattern})`).join('|'),
  'gsu',
)

function splitWords(value: string): readonly Word[] {
  return [...value.matchAll(wordPattern)].map((match) => {
    const [kind] = wordPatterns.find(([name]) => match.groups?.[name] !== undefined) ?? ['other']
    return { kind, text: match[0] }
  })
}

/** How many words stay together from `words[from]` on: `Bld4`, but `http` and `2xx`. */
function joinedWords(words: readonly Word[], from: number): number {
  const kind = words[from]?.kind
  let to = from + 1
  if (kind === 'number') {
    while (words[to]?.kind === 'small' || words[to]?.kind === 'number') to++
  } else if (words[to]?.kind === 'number' && words[to + 1]?.kind !== 'small') to++
  return to - from
}

/** snake_case or kebab-case: what separates words already becomes the delimiter, sign by sign. */
export function toDelimitedCase(value: string, delimiter: string): string {
  const words = splitWords(value)
  let written = ''
  let isAfterWord = false
  for (let at = 0; at < words.length;) {
    const word = words[at]
    if (word === undefined) break
    if (word.kind === 'gap' || word.kind === 'mark') {
      written += word.kind === 'gap' ? delimiter.repeat([...word.text].length) : word.text
      isAfterWord = false
      at++
      continue
    }
    const count = joinedWords(words, at)
    const joined = words.slice(at, at + count)
    if (isAfterWord) written += delimiter
    written += joined.map(({ text }) => toLowerLetters(text)).join('')
    isAfterWord = true
    at += count
  }
  return written
}

/** `http_server` as `HttpServer`; of several separators in a row one is left out. */
export function toPascalCase(value: string): string {
  const [leading = ''] = /^[-_\s]*/u.exec(value) ?? []
  // As xstrings has it: a text of separators only gets its last one twice.
  if (leading === value) return leading + leading.slice(-1)
  return (
    leading +
    value
      .slice(leading.length)
      .replace(
        /([-_\s]*)[-_\s]([^-_\s]+)|^[^-_\s]+/gu,
        (word, gap: string | undefined, next: string | undefined) =>
          (gap ?? '') + capitalize(next ?? word),
      )
  )
}

/** The first letter large; the capitals right after a capital small. */
function capitalize(word: string): string {
  const [, capitals = '', rest = ''] = /^(\p{Lu}*)(.*)$/su.exec(word) ?? []
  if (capitals === '') {
    const [first = '', ...others] = word
    return toUpperLetters(first) + others.join('')
  }
  const [first = '', ...others] = capitals
  return first + toLowerLetters(others.join('')) + rest
}
