import {
  isTrimMarker,
  readClose,
  readToken,
  TemplateSyntaxError,
  type TokenKind,
} from '../lexer.ts'

/** A token with its whole range, comments and what cannot be read included. */
export interface Piece {
  readonly kind: Exclude<TokenKind, 'end'> | 'comment' | 'bad'
  readonly text: string
  readonly start: number
  readonly end: number
  /** Whether blanks stand in front of it. */
  readonly isSpaced: boolean
}

/**
 * Cuts a template into pieces as `tokenize` does, but never throws: a template is mostly unfinished while
 * it is typed. An action that is not closed ends where the next one begins.
 */
export function scanTemplate(source: string): readonly Piece[] {
  const pieces: Piece[] = []
  let at = 0
  while (at < source.length) {
    const open = source.indexOf('{{', at)
    const end = open < 0 ? source.length : open
    if (end > at) pieces.push(pieceOf('text', source, { start: at, end, isSpaced: false }))
    if (open < 0) break
    const inside = open + (isTrimMarker(source, open + 2) ? 3 : 2)
    pieces.push(pieceOf('open', source, { start: open, end: inside, isSpaced: false }))
    at = scanAction(source, inside, pieces)
  }
  return pieces
}

type Place = Pick<Piece, 'start' | 'end' | 'isSpaced'>

function pieceOf(kind: Piece['kind'], source: string, place: Place): Piece {
  return { kind, text: source.slice(place.start, place.end), ...place }
}

/** Up to the closing delimiter, the next opening one or the end of the text; where that ends. */
function scanAction(source: string, from: number, pieces: Piece[]): number {
  let at = from
  while (at < source.length) {
    const before = at
    while (at < source.length && isBlank(source, at) && readClose(source, at) === undefined) at++
    if (at >= source.length || source.startsWith('{{', at)) return at
    const isSpaced = at > before
    const close = readClose(source, at)
    if (close !== undefined) {
      const start = at + (close.trimsRight ? 1 : 0)
      pieces.push(pieceOf('close', source, { start, end: close.end, isSpaced }))
      return close.end
    }
    const piece = scanPiece(source, at, isSpaced)
    pieces.push(piece)
    at = piece.end
  }
  return at
}

function isBlank(source: string, at: number): boolean {
  return /[ \t\r\n]/.test(source.charAt(at))
}

function scanPiece(source: string, start: number, isSpaced: boolean): Piece {
  if (source.startsWith('/*', start)) {
    const close = source.indexOf('*/', start + 2)
    const end = close < 0 ? source.length : close + 2
    return pieceOf('comment', source, { start, end, isSpaced })
  }
  try {
    const { kind, text } = readToken(source, start, isSpaced)
    // Only `tokenize` makes an end.
    if (kind !== 'end') return { kind, text, start, end: start + text.length, isSpaced }
  } catch (error) {
    if (!(error instanceof TemplateSyntaxError)) throw error
  }
  return pieceOf('bad', source, { start, end: endOfBad(source, start), isSpaced })
}

/** A text without its end goes to the end of the action or line, a name as far as it is one. */
function endOfBad(source: string, start: number): number {
  const rest = source.slice(start)
  const pattern = /^["'`]/.test(rest) ? /^.(?:(?!\}\}|\{\{)[^\n])*/ : /^[.$]?[\p{L}\p{Nd}_]*/u
  return start + Math.max(1, pattern.exec(rest)?.[0].length ?? 1)
}
