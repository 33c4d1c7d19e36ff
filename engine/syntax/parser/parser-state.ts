import type { CallExpression, Expression, WindowClause } from '../ast.ts'
import { syntaxCodes } from '../codes.ts'
import type { Span } from '../span.ts'
import type { Cursor } from './cursor.ts'
import { describe } from './cursor.ts'

/** Parentheses, calls, brackets and CASE inside one another. */
export const maximalNesting = 250
/** The height of an expression's tree, long chains of operators included: later stages recurse over it. */
export const maximalHeight = 800

/** What the parts of the parser share. The two functions tie the parts' recursion together. */
export interface ParserState {
  readonly cursor: Cursor
  readonly expression: () => Expression
  /** One operand: what stands between binary operators. After `->` and `.` a name is a member. */
  readonly operand: (isMember: boolean) => Expression
  /** The windows among the calls; a call that is a whole GROUP BY item becomes its window. */
  readonly windows: Map<CallExpression, WindowClause>
  nesting: number
  /** The height of the expression parsed last. */
  height: number
}

export function errorExpression(span: Span): Expression {
  return { kind: 'error', span }
}

/** Reports that an expression is missing at the next token, and takes it unless others may need it. */
export function reportMissingExpression(state: ParserState): Expression {
  const { cursor } = state
  const token = cursor.peek()
  const start = token.span.start
  reportBadToken(cursor, `expected an expression, found ${describe(cursor, token)}`, {
    code: syntaxCodes.expectedExpression,
    hint: missingExpressionHint(token.kind),
  })
  state.height = 1
  if (isRecoverable(token.kind)) return errorExpression({ start, end: start })
  cursor.next()
  if (!isMisplacedOperator(token.kind)) return errorExpression(token.span)
  while (isMisplacedOperator(cursor.kind())) cursor.next()
  return isRecoverable(cursor.kind()) ? errorExpression(token.span) : state.operand(false)
}

/** An operator where an operand should be: what follows it is most likely the operand. */
function isMisplacedOperator(kind: string): boolean {
  return ['=', '<', '>', '&', '|', '-', '+', '/', 'NOT'].includes(kind)
}

interface BadTokenReport {
  readonly code: string
  readonly hint?: string | undefined
}

/** Reports at the next token; a token that is broken in itself is reported as that. */
export function reportBadToken(cursor: Cursor, message: string, report: BadTokenReport): void {
  const token = cursor.peek()
  const written = describe(cursor, token)
  switch (token.kind) {
    case 'illegal':
      cursor.report(
        syntaxCodes.illegalCharacter,
        `the character ${written} is not part of SQL`,
        token.span,
        {
          hint: illegalCharacterHint(token.text),
        },
      )
      return
    case 'bad-string':
      cursor.report(syntaxCodes.unclosedString, 'the text is not closed', token.span, {
        hint: `Add ${cursor.text.charAt(token.span.start)} at its end.`,
      })
      return
    case 'bad-escape':
      cursor.report(
        syntaxCodes.invalidString,
        `the text ${written} has an invalid escape or a line break`,
        token.span,
        {
          hint: 'Known escapes are \\n \\t \\r \\\\ \\" \\xHH \\ooo \\uXXXX \\UXXXXXXXX; write a backslash as \\\\.',
        },
      )
      return
    case 'bad-comment':
      cursor.report(syntaxCodes.unclosedComment, 'the comment is not closed', token.span, {
        hint: 'Add */ at its end.',
      })
      return
    default: {
      const { code, hint } = report
      cursor.report(code, message, token.span, hint === undefined ? {} : { hint })
    }
  }
}

function illegalCharacterHint(character: string): string {
  if (/\s|\ufeff/.test(character)) return 'Use an ordinary blank.'
  return 'A name with other characters than letters, digits and _ goes in backticks: `name`.'
}

function missingExpressionHint(kind: string): string | undefined {
  switch (kind) {
    case '-':
      return 'A minus can only stand before a number; write `0 - x` for other values.'
    case 'NOT':
      return 'NOT only exists in NOT IN, NOT BETWEEN and NOT LIKE; write `(...) = false`.'
    case '>':
      return 'Not equal is written `!=`.'
    case '=':
      return 'Equal is written `=`.'
    case '&':
      return 'Write AND.'
    case '|':
      return 'Write OR; texts are joined with concat(a, b).'
    default:
      return /^[A-Z]+$/.test(kind) ? 'A keyword used as a name goes in backticks.' : undefined
  }
}

function isRecoverable(kind: string): boolean {
  switch (kind) {
    case 'end':
    case ';':
    case ',':
    case ')':
    case ']':
    case 'FROM':
    case 'WHERE':
    case 'GROUP':
    case 'HAVING':
    case 'ORDER':
    case 'LIMIT':
    case 'AS':
    case 'ON':
    case 'WHEN':
    case 'THEN':
    case 'ELSE':
    case 'END':
    case 'INNER':
    case 'LEFT':
    case 'RIGHT':
    case 'FULL':
    case 'CROSS':
      return true
    default:
      return false
  }
}

/** Takes `kind` or reports what is there instead. */
export function expect(
  state: ParserState,
  kind: Parameters<Cursor['accept']>[0],
  what: string,
  code: string = syntaxCodes.expectedToken,
): boolean {
  const { cursor } = state
  if (cursor.accept(kind) !== undefined) return true
  reportBadToken(cursor, `expected ${what}, found ${describe(cursor, cursor.peek())}`, { code })
  return false
}
