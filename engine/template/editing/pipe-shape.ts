import { unquoteLiteral } from '../literal.ts'
import type { Piece } from './scan.ts'
import { elementOf, fieldOf, unknownShape, type Shape } from './shape.ts'

/** What the names in an action stand for. */
export interface TemplateNames {
  readonly dot: Shape
  /** `$` and what is declared, by name, innermost last. */
  readonly variables: ReadonlyMap<string, Shape>
}

/** What a pipeline gives, as far as that can be told without running it. */
export function shapeOfPipe(pieces: readonly Piece[], names: TemplateNames): Shape {
  let piped: Shape | undefined
  for (const command of splitAtPipes(pieces)) {
    const given = piped === undefined ? [] : [{ shape: piped, text: '' }]
    piped = shapeOfCommand(command, given, names)
  }
  return piped ?? unknownShape
}

interface Operand {
  readonly shape: Shape
  /** The text of a literal. */
  readonly text: string
}

function shapeOfCommand(
  pieces: readonly Piece[],
  piped: readonly Operand[],
  names: TemplateNames,
): Shape {
  const [first] = pieces
  const operands = [...operandsOf(pieces, names), ...piped]
  if (first?.kind !== 'identifier') return operands[0]?.shape ?? unknownShape
  return shapeOfCall(first.text, operands.slice(1))
}

/** Functions that hand on what they are given, or a part of it. */
function shapeOfCall(name: string, args: readonly Operand[]): Shape {
  const list = args.at(-1)?.shape ?? unknownShape
  switch (name.replace(/^must(?=[A-Z])/, '').toLowerCase()) {
    case 'index':
      return args
        .slice(1)
        .reduce((shape, key) => memberOf(shape, key), args[0]?.shape ?? unknownShape)
    case 'get':
      return args[1] === undefined
        ? unknownShape
        : memberOf(args[0]?.shape ?? unknownShape, args[1])
    case 'first':
    case 'last':
      return elementOf(list)
    case 'rest':
    case 'initial':
    case 'reverse':
    case 'uniq':
    case 'compact':
    case 'default':
    case 'deepcopy':
      return list
    case 'slice':
      return args[0]?.shape ?? unknownShape
    case 'coalesce':
      return args.find(({ shape }) => shape.kind !== 'unknown')?.shape ?? unknownShape
    default:
      return unknownShape
  }
}

function memberOf(shape: Shape, key: Operand): Shape {
  const name = unquoteLiteral(key.text)
  return shape.kind === 'map' && name !== undefined ? fieldOf(shape, name) : elementOf(shape)
}

/** Operands in order; the name of a function is one too. */
function operandsOf(pieces: readonly Piece[], names: TemplateNames): readonly Operand[] {
  const operands: Operand[] = []
  let at = 0
  while (at < pieces.length) {
    const end = operandEnd(pieces, at)
    operands.push({
      shape: shapeOfOperand(pieces.slice(at, end), names),
      text: pieces[at]?.text ?? '',
    })
    at = end
  }
  return operands
}

/** Where the operand that begins at `from` ends: its parentheses and the fields behind it are in it. */
function operandEnd(pieces: readonly Piece[], from: number): number {
  let depth = 0
  for (let at = from; at < pieces.length; at++) {
    const kind = pieces[at]?.kind
    if (kind === 'left-paren') depth++
    if (kind === 'right-paren') depth--
    const next = pieces[at + 1]
    if (depth <= 0 && !(next?.kind === 'field' && !next.isSpaced)) return at + 1
  }
  return pieces.length
}

function shapeOfOperand(pieces: readonly Piece[], names: TemplateNames): Shape {
  const close = pieces.findLastIndex(({ kind }) => kind === 'right-paren')
  const fields = pieces.slice(close + 1).filter(({ kind }) => kind === 'field')
  return fields.reduce(
    (shape, { text }) => fieldOf(shape, text.slice(1)),
    shapeOfBase(pieces, close, names),
  )
}

function shapeOfBase(pieces: readonly Piece[], close: number, names: TemplateNames): Shape {
  const [first] = pieces
  switch (first?.kind) {
    case 'left-paren':
      return close < 0 ? unknownShape : shapeOfPipe(pieces.slice(1, close), names)
    case 'variable':
      return names.variables.get(first.text) ?? unknownShape
    case 'field':
    case 'dot':
      return names.dot
    default:
      return unknownShape
  }
}

function splitAtPipes(pieces: readonly Piece[]): readonly (readonly Piece[])[] {
  const commands: Piece[][] = [[]]
  let depth = 0
  for (const piece of pieces) {
    if (piece.kind === 'left-paren') depth++
    if (piece.kind === 'right-paren') depth--
    if (piece.kind === 'pipe' && depth === 0) commands.push([])
    else commands.at(-1)?.push(piece)
  }
  return commands
}
