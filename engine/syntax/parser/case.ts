import type { CaseExpression, Expression } from '../ast.ts'
import { syntaxCodes } from '../codes.ts'
import { describe } from './cursor.ts'
import { expect, reportBadToken, type ParserState } from './parser-state.ts'

/** `CASE [value] (WHEN a THEN b | ELSE c)... END`; the last ELSE counts, also with a WHEN after it. */
export function parseCase(state: ParserState): CaseExpression {
  const { cursor } = state
  const start = cursor.next().span.start
  const branches: { when: Expression; then: Expression }[] = []
  let height = 0
  const part = (): Expression => {
    const expression = state.expression()
    height = Math.max(height, state.height)
    return expression
  }
  const value = cursor.kind() === 'WHEN' ? undefined : part()
  let otherwise: Expression | undefined
  for (;;) {
    if (cursor.accept('WHEN') !== undefined) {
      const when = part()
      if (value === undefined) checkCondition(state, when)
      expect(state, 'THEN', 'THEN after the condition', syntaxCodes.caseShape)
      branches.push({ when, then: part() })
    } else if (branches.length > 0 && cursor.accept('ELSE') !== undefined) otherwise = part()
    else break
  }
  closeCase(state, branches.length > 0)
  state.height = height + 1
  return {
    kind: 'case',
    ...(value === undefined ? {} : { value }),
    branches,
    ...(otherwise === undefined ? {} : { otherwise }),
    span: cursor.spanFrom(start),
  }
}

function closeCase(state: ParserState, hasBranches: boolean): void {
  const { cursor } = state
  if (hasBranches && cursor.accept('END') !== undefined) return
  const found = describe(cursor, cursor.peek())
  const wanted = hasBranches ? 'WHEN, ELSE or END' : 'WHEN'
  reportBadToken(cursor, `expected ${wanted} in CASE, found ${found}`, {
    code: syntaxCodes.caseShape,
  })
  cursor.accept('END')
}

/** eKuiper decides by the form alone: a column, a call or parentheses are no condition. */
function checkCondition(state: ParserState, when: Expression): void {
  if (when.kind === 'error' || isCondition(when)) return
  const { cursor } = state
  const text = cursor.text.slice(when.span.start, when.span.end)
  const inner = when.kind === 'parenthesized' ? unwrap(when) : undefined
  const replacement =
    inner === undefined ? `${text} = true` : cursor.text.slice(inner.span.start, inner.span.end)
  cursor.report(
    syntaxCodes.caseCondition,
    'the condition after WHEN must be a comparison, AND, OR, IN, LIKE, BETWEEN, true or false',
    when.span,
    {
      hint: 'eKuiper refuses a column, a call or parentheses here.',
      fixes: [{ title: `Write ${replacement}`, edits: [{ span: when.span, text: replacement }] }],
    },
  )
}

function unwrap(expression: Expression): Expression | undefined {
  let inner = expression
  while (inner.kind === 'parenthesized') inner = inner.expression
  return isCondition(inner) ? inner : undefined
}

function isCondition(expression: Expression): boolean {
  switch (expression.kind) {
    case 'boolean':
    case 'in':
    case 'like':
    case 'between':
      return true
    case 'binary':
      return ['OR', 'AND', '=', '!=', '<', '<=', '>', '>='].includes(expression.operator)
    default:
      return false
  }
}
