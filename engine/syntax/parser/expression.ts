import type { BinaryOperator, Expression, ListExpression } from '../ast.ts'
import { syntaxCodes } from '../codes.ts'
import type { Span } from '../span.ts'
import type { Token, TokenKind } from '../token.ts'
import { parseBracket } from './bracket.ts'
import { describe } from './cursor.ts'
import { parseInOperand } from './list.ts'
import {
  errorExpression,
  maximalHeight,
  maximalNesting,
  reportBadToken,
  type ParserState,
} from './parser-state.ts'

type Operator = BinaryOperator | 'IN' | 'LIKE' | 'BETWEEN'

/** An operator that waits for its right operand, which is whatever binds tighter. */
interface Pending {
  readonly operator: Operator
  readonly precedence: number
  readonly isNegated: boolean
  readonly operatorSpan: Span
  readonly left: Expression
  readonly leftHeight: number
  /** The two ends of BETWEEN as first read. */
  readonly ends: ListExpression | undefined
}

/** From low to high; undefined for what is no operator. Operators of one level are left-associative. */
function precedenceOf(kind: TokenKind): number | undefined {
  switch (kind) {
    case 'EXCEPT':
    case 'REPLACE':
      return 0
    case 'OR':
      return 1
    case 'AND':
      return 2
    case '=':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
    case 'IN':
    case 'LIKE':
    case 'BETWEEN':
      return 3
    case '+':
    case '-':
    case '|':
    case '^':
      return 4
    case '*':
    case '/':
    case '%':
    case '&':
      return pathPrecedence
    default:
      return undefined
  }
}

/** Paths and indexes bind like `*`, from the left: `2 * o->p` is `(2 * o)->p`. */
const pathPrecedence = 5

/**
 * Operands joined by operators, left-associative. All operators of one level share a loop with an
 * explicit stack, so a chain of any length needs no recursion.
 */
export function parseExpression(state: ParserState): Expression {
  if (state.nesting >= maximalNesting) return refuseDepth(state)
  state.nesting++
  const pending: Pending[] = []
  let current = state.operand(false)
  let height = state.height
  const reduce = (precedence: number): void => {
    for (let top = pending.at(-1); top !== undefined && top.precedence >= precedence;) {
      pending.pop()
      height = Math.max(height, top.leftHeight) + 1
      current = combine(top, current)
      top = pending.at(-1)
    }
  }
  for (;;) {
    const token = state.cursor.peek()
    if (token.kind === '[') {
      reduce(pathPrecedence)
      current = parseBracket(state, current)
      height = Math.max(height, state.height) + 1
    } else if (token.kind === '->' || token.kind === '.') {
      reduce(pathPrecedence)
      state.cursor.next()
      const member = state.operand(true)
      current = { kind: 'arrow', left: current, member, span: spanOf(current, member) }
      height = Math.max(height, state.height) + 1
    } else {
      const taken = takeOperator(state)
      if (taken === undefined) break
      const { operator, isNegated, operatorSpan } = taken
      const precedence = precedenceOf(operator) ?? 0
      reduce(precedence)
      const left = current
      const leftHeight = height
      current = parseRightOperand(state, operator)
      height = state.height
      const ends = operator === 'BETWEEN' && current.kind === 'list' ? current : undefined
      // One literal of one shape: this is the parser's busiest allocation.
      pending.push({ operator, precedence, isNegated, operatorSpan, left, leftHeight, ends })
    }
    if (height > maximalHeight) break
  }
  reduce(-1)
  state.nesting--
  state.height = height
  return height > maximalHeight ? refuseHeight(state, current) : current
}

function refuseDepth(state: ParserState): Expression {
  const { cursor } = state
  const token = cursor.peek()
  const message = `the expression nests deeper than ${maximalNesting} levels`
  cursor.report(syntaxCodes.tooDeep, message, token.span, { hint: 'Split it with aliases.' })
  cursor.skipTo(() => false)
  state.height = 1
  return errorExpression({ start: token.span.start, end: cursor.lastEnd })
}

function refuseHeight(state: ParserState, expression: Expression): Expression {
  const { cursor } = state
  const message = `the expression has a chain of more than ${maximalHeight} operators`
  cursor.report(syntaxCodes.tooDeep, message, cursor.peek().span, {
    hint: 'Use IN with a list, or split it with parentheses and aliases.',
  })
  cursor.skipTo(() => false)
  state.height = 1
  return errorExpression({ start: expression.span.start, end: cursor.lastEnd })
}

interface TakenOperator {
  readonly operator: Operator
  readonly isNegated: boolean
  readonly operatorSpan: Span
}

function takeOperator(state: ParserState): TakenOperator | undefined {
  const { cursor } = state
  const token = cursor.peek()
  if (token.kind === 'NOT') return takeNegatedOperator(state, token)
  if (!isOperator(token.kind)) return undefined
  cursor.next()
  return { operator: token.kind, isNegated: false, operatorSpan: token.span }
}

function takeNegatedOperator(state: ParserState, not: Token): TakenOperator | undefined {
  const { cursor } = state
  cursor.next()
  const token = cursor.peek()
  if (token.kind !== 'IN' && token.kind !== 'LIKE' && token.kind !== 'BETWEEN') {
    const found = describe(cursor, token)
    reportBadToken(cursor, `expected IN, BETWEEN or LIKE after NOT, found ${found}`, {
      code: syntaxCodes.expectedToken,
    })
    return undefined
  }
  cursor.next()
  const operatorSpan = { start: not.span.start, end: token.span.end }
  return { operator: token.kind, isNegated: true, operatorSpan }
}

function isOperator(kind: TokenKind): kind is Operator {
  return precedenceOf(kind) !== undefined
}

function parseRightOperand(state: ParserState, operator: Operator): Expression {
  if (operator === 'IN') return parseInOperand(state)
  if (operator !== 'BETWEEN') return state.operand(false)
  const { cursor } = state
  const low = state.operand(false)
  const lowHeight = state.height
  if (cursor.accept('AND') === undefined) {
    const found = describe(cursor, cursor.peek())
    reportBadToken(cursor, `expected AND and the upper end of BETWEEN, found ${found}`, {
      code: syntaxCodes.expectedToken,
      hint: 'The ends are single operands: put an expression in parentheses.',
    })
    return errorExpression(low.span)
  }
  const high = state.operand(false)
  state.height = Math.max(lowHeight, state.height) + 1
  return { kind: 'list', items: [low, high], span: spanOf(low, high) }
}

function combine(pending: Pending, right: Expression): Expression {
  const { operator, isNegated, left, operatorSpan } = pending
  const span = spanOf(left, right)
  switch (operator) {
    case 'IN':
      return { kind: 'in', isNegated, left, right, span }
    case 'LIKE':
      return { kind: 'like', isNegated, operand: left, pattern: right, span }
    case 'BETWEEN': {
      const [low = right, high = right] = right === pending.ends ? right.items : []
      return { kind: 'between', isNegated, operand: left, low, high, span }
    }
    default:
      return { kind: 'binary', operator, left, right, operatorSpan, span }
  }
}

function spanOf(left: Expression, right: Expression): Span {
  return { start: left.span.start, end: Math.max(left.span.end, right.span.end) }
}
