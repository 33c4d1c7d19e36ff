import type { Piece } from './scan.ts'

/** What may be written somewhere in an action. */
export type Position =
  /** Right behind `{{`: keywords too. */
  | 'start'
  /** Behind `if`, `(`, `:=` and the like: a value or a call. */
  | 'value'
  | 'argument'
  /** Behind `|`: only what can be called. */
  | 'stage'
  | 'else'
  | 'nothing'

/** Where the cursor stands in an action. */
export interface Place {
  readonly position: Position
  /** How many pieces stand in front of the action. */
  readonly actionFrom: number
  /** The closing delimiter of the action, where it has one. */
  readonly close: Piece | undefined
  /** What a choice takes the place of: the word at the cursor, or nothing. */
  readonly start: number
  readonly end: number
  /** The word up to the cursor, without the dots and `$` in front. */
  readonly typed: string
  readonly word: 'none' | 'name' | 'field' | 'variable'
  /** What stands in front of the last dot, such as `$x.a`; empty where that is `.` itself. */
  readonly base: readonly Piece[]
}

/** Undefined outside of actions and in texts, numbers and comments. */
export function placeAt(pieces: readonly Piece[], offset: number): Place | undefined {
  const open = pieces.findLastIndex(({ kind, end }) => kind === 'open' && end <= offset)
  if (open < 0) return undefined
  const rest = pieces.slice(open + 1)
  const length = rest.findIndex(({ kind }) => ['close', 'text', 'open'].includes(kind))
  const action = length < 0 ? rest : rest.slice(0, length)
  const after = rest[action.length]
  const close = after?.kind === 'close' ? after : undefined
  if (after !== undefined && after.start < offset) return undefined
  const touched = action.findIndex(({ start, end }) => start < offset && offset <= end)
  const piece = action[touched]
  const kind = piece === undefined ? 'none' : wordKind(piece)
  if (kind === undefined) return undefined
  const isWord = piece !== undefined && kind !== 'none'
  const before = isWord ? action.slice(0, touched) : action.filter(({ end }) => end <= offset)
  const base = kind === 'field' && piece?.isSpaced === false ? chainBefore(before) : []
  const start = isWord ? piece.start : offset
  return {
    position: positionBehind(before.slice(0, before.length - base.length)),
    actionFrom: open,
    close,
    start,
    end: isWord ? piece.end : offset,
    typed: isWord ? piece.text.slice(0, offset - start).replace(/^[.$]+/, '') : '',
    word: kind,
    base,
  }
}

/** Undefined where the cursor is in something that nothing is offered for. */
function wordKind({ kind, text }: Piece): Place['word'] | undefined {
  switch (kind) {
    case 'field':
    case 'dot':
      return 'field'
    case 'variable':
      return 'variable'
    case 'identifier':
    case 'keyword':
    case 'boolean':
    case 'nil':
      return 'name'
    case 'pipe':
    case 'left-paren':
    case 'declare':
    case 'assign':
      return 'none'
    case 'bad':
      if (/^\.[\p{L}\p{Nd}_]*$/u.test(text)) return 'field'
      return /^[\p{L}_][\p{L}\p{Nd}_]*$/u.test(text) ? 'name' : undefined
    default:
      return undefined
  }
}

/** The pieces that a dot behind them reads from: `$x.a`, `(pipe).b`. */
function chainBefore(before: readonly Piece[]): readonly Piece[] {
  let from = before.length
  while (before[from - 1]?.kind === 'field') {
    from--
    if (before[from]?.isSpaced === true) return before.slice(from)
  }
  const base = before[from - 1]
  if (base?.kind === 'variable') return before.slice(from - 1)
  if (base?.kind !== 'right-paren') return before.slice(from)
  let depth = 0
  for (let at = from - 1; at >= 0; at--) {
    if (before[at]?.kind === 'right-paren') depth++
    if (before[at]?.kind === 'left-paren' && --depth === 0) return before.slice(at)
  }
  return before.slice(from)
}

function positionBehind(before: readonly Piece[]): Position {
  const last = before.at(-1)
  switch (last?.kind) {
    case undefined:
      return 'start'
    case 'keyword':
      if (last.text === 'else') return 'else'
      return /^(if|with|range)$/.test(last.text) ? 'value' : 'nothing'
    case 'left-paren':
    case 'declare':
    case 'assign':
      return 'value'
    case 'pipe':
      return 'stage'
    default:
      return isCall(before) ? 'argument' : 'nothing'
  }
}

/** Whether the command that is being written is a call. */
function isCall(before: readonly Piece[]): boolean {
  let depth = 0
  for (let at = before.length - 1; at >= 0; at--) {
    const kind = before[at]?.kind ?? 'bad'
    if (kind === 'right-paren') depth++
    if (kind === 'left-paren') depth--
    const isStart = at === 0 || depth < 0 || ['pipe', 'declare', 'assign', 'keyword'].includes(kind)
    if (!isStart || depth > 0) continue
    const isInside =
      depth < 0 || kind === 'pipe' || kind === 'declare' || kind === 'assign' || kind === 'keyword'
    return before[isInside ? at + 1 : at]?.kind === 'identifier'
  }
  return false
}
