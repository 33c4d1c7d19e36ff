import {
  POSIX,
  CONTROL,
  PERL_CLASSES,
  classText,
  complement,
  otherCases,
  otherCasesOfRange,
} from './go-regexp-classes.ts'

/**
 * Go's regular expressions (RE2) as JavaScript ones. What RE2 refuses (look-around, back references)
 * is refused with Go's text. Matching itself is JavaScript's and may backtrack: a pattern such as
 * `(a+)+$` is not linear here.
 */
export type RegexpResult =
  { readonly ok: true; readonly regexp: RegExp } | { readonly ok: false; readonly error: string }

export function compileGoRegexp(pattern: string, flags = ''): RegexpResult {
  const translator = new Translator(pattern)
  try {
    const source = translator.translate()
    return { ok: true, regexp: new RegExp(source, `u${flags}`) }
  } catch (cause) {
    if (cause instanceof PatternError) return { ok: false, error: cause.message }
    if (cause instanceof SyntaxError) {
      return { ok: false, error: `error parsing regexp: unsupported pattern: \`${pattern}\`` }
    }
    throw cause
  }
}

class PatternError extends Error {
  constructor(reason: string, part: string) {
    super(`error parsing regexp: ${reason}: \`${part}\``)
  }
}

interface Flags {
  readonly isCaseInsensitive: boolean
  readonly isMultiline: boolean
  readonly isDotAll: boolean
  readonly isUngreedy: boolean
}

const NO_FLAGS: Flags = {
  isCaseInsensitive: false,
  isMultiline: false,
  isDotAll: false,
  isUngreedy: false,
}

const MAXIMAL_REPEAT = 1000

class Translator {
  private readonly letters: readonly string[]
  private readonly pattern: string
  private at = 0
  private flags = NO_FLAGS
  private depth = 0
  private readonly names = new Set<string>()

  constructor(pattern: string) {
    this.pattern = pattern
    this.letters = [...pattern]
  }

  translate(): string {
    const source = this.alternation()
    if (this.at < this.letters.length) throw new PatternError('unexpected )', this.pattern)
    return source
  }

  /** Up to a closing parenthesis or the end; flags set inside end with it. */
  private alternation(): string {
    const outer = this.flags
    let source = ''
    while (this.at < this.letters.length && this.peek() !== ')') {
      if (this.peek() === '|') {
        this.at++
        source += '|'
      } else source += this.repeated()
    }
    this.flags = outer
    return source
  }

  private repeated(): string {
    const start = this.at
    const early = /^(?:[*+?]\??)/.exec(this.lookahead())?.[0] ?? this.counts()
    // Behind an atom it would have been taken as that atom's repetition, so here it has none.
    if (early !== undefined) {
      throw new PatternError('missing argument to repetition operator', early)
    }
    const atom = this.atom()
    const operator = this.repetition()
    if (operator === undefined) return atom
    const next = this.repetitionAhead()
    if (next !== undefined) {
      const text = this.letters.slice(start + 1, next).join('')
      const repeats = text.slice(text.search(/[*+?{]/))
      throw new PatternError('invalid nested repetition operator', repeats)
    }
    // An assertion cannot be repeated in JavaScript unless it is grouped.
    return `(?:${atom})${operator}`
  }

  private repetition(): string | undefined {
    const operator = this.operatorText()
    if (operator === undefined) return undefined
    let isLazy = this.flags.isUngreedy
    if (this.peek() === '?') {
      this.at++
      isLazy = !isLazy
    }
    return isLazy ? `${operator}?` : operator
  }

  private operatorText(): string | undefined {
    const letter = this.peek()
    if (letter !== '' && '*+?'.includes(letter)) {
      this.at++
      return letter
    }
    const counts = this.counts()
    if (counts === undefined) return undefined
    this.at += counts.length
    const [low = 0, high = low] = (counts.match(/\d+/g) ?? []).map(Number)
    if (low > MAXIMAL_REPEAT || high > MAXIMAL_REPEAT || high < low) {
      throw new PatternError('invalid repeat count', counts)
    }
    return counts
  }

  /** `{2}`, `{2,}`, `{2,5}`; any other brace is a letter. */
  private counts(): string | undefined {
    if (this.peek() !== '{') return undefined
    return /^\{\d+(?:,\d*)?\}/.exec(this.lookahead())?.[0]
  }

  private repetitionAhead(): number | undefined {
    const letter = this.peek()
    if (letter !== '' && '*+?'.includes(letter)) return this.at + 1
    const counts = this.counts()
    return counts === undefined ? undefined : this.at + counts.length
  }

  private atom(): string {
    const letter = this.next()
    switch (letter) {
      case '(':
        return this.group()
      case '[':
        return this.characterClass()
      case '\\':
        return this.escape()
      case '.':
        return this.flags.isDotAll ? '[^]' : '[^\\n]'
      case '^':
        return this.flags.isMultiline ? '(?<![^\\n])' : '^'
      case '$':
        return this.flags.isMultiline ? '(?![^\\n])' : '$'
      default:
        return this.literal(letter)
    }
  }

  private group(): string {
    if (++this.depth > 1000) throw new PatternError('expression nests too deeply', this.pattern)
    if (this.peek() !== '?') return this.closeGroup('(')
    const rest = this.letters.slice(this.at).join('')
    const name = /^\?P?<([A-Za-z_]\w*)>/.exec(rest)
    if (name !== null) {
      this.at += name[0].length
      return this.closeGroup(this.openNamed(name[1] ?? ''))
    }
    const flags = /^\?([imsU]*)(?:-([imsU]+))?([:)])/.exec(rest)
    if (flags === null || (flags[1] === '' && flags[2] === undefined && flags[3] === ')')) {
      const capture = /^\?P?<[^>]*>?/.exec(rest)
      if (capture !== null) throw new PatternError('invalid named capture', `(${capture[0]}`)
      const part = `(${/^\?[imsU-]*[^]?/.exec(rest)?.[0] ?? '?'}`
      throw new PatternError('invalid or unsupported Perl syntax', part)
    }
    this.at += flags[0].length
    const changed = this.changeFlags(flags[1] ?? '', flags[2] ?? '')
    if (flags[3] === ')') {
      this.depth--
      this.flags = changed
      return ''
    }
    const outer = this.flags
    this.flags = changed
    const source = this.closeGroup('(?:')
    this.flags = outer
    return source
  }

  /** Go accepts a name twice, and the first group of that name counts. */
  private openNamed(name: string): string {
    if (this.names.has(name)) return '('
    this.names.add(name)
    return `(?<${name}>`
  }

  private lookahead(): string {
    return this.letters.slice(this.at, this.at + 16).join('')
  }

  private closeGroup(open: string): string {
    const body = this.alternation()
    if (this.next() !== ')') throw new PatternError('missing closing )', this.pattern)
    this.depth--
    return `${open}${body})`
  }

  private changeFlags(set: string, cleared: string): Flags {
    const value = (letter: string, before: boolean) =>
      cleared.includes(letter) ? false : before || set.includes(letter)
    return {
      isCaseInsensitive: value('i', this.flags.isCaseInsensitive),
      isMultiline: value('m', this.flags.isMultiline),
      isDotAll: value('s', this.flags.isDotAll),
      isUngreedy: value('U', this.flags.isUngreedy),
    }
  }

  private escape(): string {
    const letter = this.next()
    switch (letter) {
      case 'A':
        return '^'
      case 'z':
        return '$'
      case 'b':
      case 'B':
        return `\\${letter}`
      case 'Q':
        return this.quoted()
      default: {
        const set = this.classEscape(letter)
        return set === undefined ? this.literal(this.letterEscape(letter)) : `[${set}]`
      }
    }
  }

  private quoted(): string {
    let source = ''
    while (this.at < this.letters.length) {
      if (this.peek() === '\\' && this.letters[this.at + 1] === 'E') {
        this.at += 2
        break
      }
      source += this.literal(this.next())
    }
    return source === '' ? '(?:)' : source
  }

  /** The inside of a class for `\d`, `\pL` and so on; undefined for an escaped letter. */
  private classEscape(letter: string): string | undefined {
    const lower = letter.toLowerCase()
    const perl = PERL_CLASSES.get(lower)
    if (perl !== undefined) return letter === lower ? perl : complement(perl)
    if (letter !== 'p' && letter !== 'P') return undefined
    return this.unicodeClass(letter === 'P')
  }

  private unicodeClass(isNegated: boolean): string {
    const start = this.at
    let name = this.next()
    if (name === '{') {
      const close = this.letters.indexOf('}', this.at)
      if (close < 0) throw new PatternError('invalid character class range', '\\p{')
      name = this.letters.slice(this.at, close).join('')
      this.at = close + 1
    }
    let flip = isNegated
    if (name.startsWith('^')) {
      flip = !flip
      name = name.slice(1)
    }
    const letter = flip ? 'P' : 'p'
    for (const form of name === 'Any' ? ['Any'] : [name, `Script=${name}`]) {
      const source = `\\${letter}{${form}}`
      if (isClass(source)) return source
    }
    const part = `\\${isNegated ? 'P' : 'p'}${this.letters.slice(start, this.at).join('')}`
    throw new PatternError('invalid character class range', part)
  }

  /** The letter that an escape stands for. */
  private letterEscape(letter: string): string {
    const control = CONTROL.get(letter)
    if (control !== undefined) return JSON.parse(`"${jsonEscape(letter)}"`) as string
    if (letter === 'x') return this.hexEscape()
    if (/[0-7]/.test(letter)) return this.octalEscape(letter)
    if (letter !== '' && letter.charCodeAt(0) < 128 && !/[A-Za-z0-9]/.test(letter)) return letter
    if (letter === '') throw new PatternError('trailing backslash at end of expression', '')
    throw new PatternError('invalid escape sequence', `\\${letter}`)
  }

  private hexEscape(): string {
    const rest = this.letters.slice(this.at, this.at + 10).join('')
    const match = /^(?:\{([\da-fA-F]{1,8})\}|([\da-fA-F]{2}))/.exec(rest)
    const code = parseInt(match?.[1] ?? match?.[2] ?? '', 16)
    if (match === null || code > 0x10ffff) {
      throw new PatternError('invalid escape sequence', `\\x${rest.slice(0, 2)}`)
    }
    this.at += match[0].length
    return String.fromCodePoint(code)
  }

  private octalEscape(first: string): string {
    let digits = first
    while (digits.length < 3 && /[0-7]/.test(this.peek())) digits += this.next()
    // A digit alone would be a back reference, which RE2 has not.
    if (digits.length === 1 && first !== '0') {
      throw new PatternError('invalid escape sequence', `\\${first}`)
    }
    return String.fromCodePoint(parseInt(digits, 8))
  }

  private characterClass(): string {
    const start = this.at - 1
    const isNegated = this.peek() === '^'
    if (isNegated) this.at++
    let body = ''
    for (let isFirst = true; isFirst || this.peek() !== ']'; isFirst = false) {
      if (this.at >= this.letters.length) {
        throw new PatternError('missing closing ]', this.letters.slice(start).join(''))
      }
      body += this.classItem(isFirst)
    }
    this.at++
    // Go's negated classes match a newline as well, like JavaScript's.
    return `[${isNegated ? '^' : ''}${body}]`
  }

  private classItem(isFirst: boolean): string {
    const posix = /^\[:(\^?)(\w+):\]/.exec(this.letters.slice(this.at, this.at + 14).join(''))
    if (posix !== null) {
      const set = POSIX.get(posix[2] ?? '')
      if (set === undefined) throw new PatternError('invalid character class range', posix[0])
      this.at += posix[0].length
      return posix[1] === '^' ? complement(set) : set
    }
    if (this.peek() === '\\') {
      const set = this.classEscapeAhead()
      if (set !== undefined) return set
    }
    const from = this.at
    if (this.peek() === '-' && !isFirst && this.isInsideClass(from)) {
      throw new PatternError('invalid character class range', `-${this.letters[from + 1] ?? ''}`)
    }
    const low = this.classLetter()
    if (this.peek() !== '-' || this.letters[this.at + 1] === ']') return this.classRange(low, low)
    if (this.at + 1 >= this.letters.length) return this.classRange(low, low)
    this.at++
    const high = this.classLetter()
    if ((low.codePointAt(0) ?? 0) > (high.codePointAt(0) ?? 0)) {
      const range = this.letters.slice(from, this.at).join('')
      throw new PatternError('invalid character class range', range)
    }
    return this.classRange(low, high)
  }

  /** A dash is a letter only at an end of the class, unless it starts a range. */
  private isInsideClass(at: number): boolean {
    return (
      this.letters[at + 1] !== ']' && this.letters[at + 1] !== '-' && this.letters[at + 2] !== '-'
    )
  }

  private classEscapeAhead(): string | undefined {
    const letter = this.letters[this.at + 1] ?? ''
    if (!/[dswDSWpP]/.test(letter)) return undefined
    this.at += 2
    return this.classEscape(letter)
  }

  private classLetter(): string {
    const letter = this.next()
    return letter === '\\' ? this.letterEscape(this.next()) : letter
  }

  private classRange(low: string, high: string): string {
    const range = low === high ? classText(low) : `${classText(low)}-${classText(high)}`
    if (!this.flags.isCaseInsensitive) return range
    const others = low === high ? otherCases(low) : otherCasesOfRange(low, high)
    return range + others.map(classText).join('')
  }

  private literal(letter: string): string {
    if (this.flags.isCaseInsensitive) {
      const others = otherCases(letter)
      if (others.length > 0) return `[${[letter, ...others].map(classText).join('')}]`
    }
    return /[\\^$.*+?()[\]{}|/]/.test(letter) ? `\\${letter}` : letter
  }

  private peek(): string {
    return this.letters[this.at] ?? ''
  }

  private next(): string {
    return this.letters[this.at++] ?? ''
  }
}

function jsonEscape(letter: string): string {
  if (letter === 'a') return '\\u0007'
  return letter === 'v' ? '\\u000b' : `\\${letter}`
}

function isClass(source: string): boolean {
  try {
    return new RegExp(source, 'u').source !== ''
  } catch (cause) {
    if (cause instanceof SyntaxError) return false
    throw cause
  }
}
