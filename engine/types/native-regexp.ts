/**
 * The same expression for JavaScript's engine, which is many times faster, for the few patterns that
 * it provably matches alike and in linear time; undefined for all others. The pattern must be one
 * that RE2 accepts.
 *
 * Such a pattern is a sequence of characters and classes, in groups that are not repeated. What a
 * repetition may take never is what may follow it, so giving characters back never helps and ends at
 * once. Where the pattern may start anywhere, nothing that can fail comes after an endless repetition,
 * so no start costs more than the pattern's length.
 */
export function nativeRegexp(pattern: string): RegExp | undefined {
  const atoms: Atom[] = []
  let source = ''
  for (let at = 0; at < pattern.length;) {
    PIECE.lastIndex = at
    const match = PIECE.exec(pattern)
    if (match === null) return undefined
    const [piece, parenthesis, atomText, quantifier = ''] = match
    const isEdge = piece === '^' ? at === 0 : at + 1 === pattern.length
    if ((piece === '^' || piece === '$') && !isEdge) return undefined
    at += piece.length
    if (atomText === undefined) {
      source += parenthesis ?? piece
      continue
    }
    const text = IN_JAVASCRIPT.get(atomText) ?? atomText
    atoms.push({
      letters: new RegExp(text, 'u'),
      isOptional: quantifier === '?' || quantifier === '*',
      isEndless: quantifier === '+' || quantifier === '*',
    })
    source += text + quantifier
  }
  const isAnchored = pattern.startsWith('^')
  if (!atoms.every((atom, i) => isDecided(atom, atoms.slice(i + 1)))) return undefined
  if (!isAnchored && canFailAfterEndless(atoms, pattern.endsWith('$'))) return undefined
  return new RegExp(source, 'u')
}

interface Atom {
  readonly letters: RegExp
  readonly isOptional: boolean
  readonly isEndless: boolean
}

/** A letter that means itself. */
const LETTER = /[A-Za-z0-9 _\-,:;@#%&=~!<>"'/]|\\[.\-/_+*?()[\]{}|^$\\]/.source

/** A class that is the same in both, or has a form for JavaScript in the table. */
const CLASS = /\.|\\[dwDWs]|\[\^?(?:[a-z]-[a-z]|[A-Z]-[A-Z]|[0-9]-[0-9]|[A-Za-z0-9_.,:;/@ ])+-?\]/
  .source

/** A bound, a parenthesis of a group that is not repeated, or an atom with its repetition. */
const PIECE = new RegExp(`(?:[$^]|(\\((?!\\?)|\\))|(${LETTER}|${CLASS})([*+?]?))(?![*+?{])`, 'y')

const IN_JAVASCRIPT: ReadonlyMap<string, string> = new Map([
  ['.', '[^\\n]'],
  ['\\s', '[\\t\\n\\f\\r ]'],
  ['\\-', '-'],
  ['\\_', '_'],
])

/** Letters that tell all classes and letters of these patterns apart: ASCII, and one for all others. */
const LETTERS = [...Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)), '\u00e9']

/** Whether the next letter alone tells if a repetition goes on: what may follow it is different. */
function isDecided(atom: Atom, following: readonly Atom[]): boolean {
  if (!atom.isOptional && !atom.isEndless) return true
  const required = following.findIndex((next) => !next.isOptional)
  const next = required < 0 ? following : following.slice(0, required + 1)
  return LETTERS.every(
    (letter) => !atom.letters.test(letter) || !next.some(({ letters }) => letters.test(letter)),
  )
}

function canFailAfterEndless(atoms: readonly Atom[], endsAtEnd: boolean): boolean {
  const endless = atoms.findIndex((atom) => atom.isEndless)
  if (endless < 0) return false
  return endsAtEnd || atoms.slice(endless + 1).some((atom) => !atom.isOptional)
}
