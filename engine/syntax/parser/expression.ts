import type { BinaryOperator, Expression, ListExpression } from '../ast.ts'
import { syntaxCodes } from '../codes.ts'
import type { Span } from '../span.ts'
import type { Token } from '../token.ts'
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
  readonly ends?: ListExpression
}

const precedences: Readonly<Record<Operator, number>> = {
  EXCEPT: 0,
  REPLACE: 0,
  OR: 1,
  AND: 2,
  '=': 3,
  '!=': 3,
  '<': 3,
  '<=': 3,
  '>': 3,
  '>=': 3,
  IN: 3,
  LIKE: 3,
  BETWEEN: 3,
  '+': 4,
  '-': 4,
  '|': 4,
  '^': 4,
  '*': 5,
  '/': 5,
  '%': 5,
  '&': 5,
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
      const operator = takeOperator(state)
      if (operator === undefined) break
      const precedence = precedences[operator.operator]
      reduce(precedence)
      const base = { ...operator, precedence, left: current, leftHeight: height }
      const right = parseRightOperand(state, operator.operator)
      pending.push(
        right.kind === 'list' && operator.operator === 'BETWEEN' ? { ...base, ends: right } : base,
      )
      current = right
      height = state.height
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

function isOperator(kind: string): kind is Operator {
  return Object.hasOwn(precedences, kind)
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
