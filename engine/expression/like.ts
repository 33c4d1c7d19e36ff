import { EvaluationError } from '../functions/definition.ts'
import type { LikeExpression } from '../syntax/ast.ts'
import { goTypeName, toGoText } from '../types/go-text.ts'
import { compileLikePattern } from '../types/like-pattern.ts'
import { literalValue } from './literal.ts'
import { rejectContainer } from './operators.ts'
import type { Compile, Evaluate, ExpressionScope } from './scope.ts'

type Match = (text: string) => boolean

/** LIKE and NOT LIKE; a literal pattern is compiled once. */
export function compileLike(
  expression: LikeExpression,
  scope: ExpressionScope,
  compile: Compile,
): Evaluate {
  const { isNegated } = expression
  const operator = isNegated ? 'NOT LIKE' : 'LIKE'
  const operand = compile(expression.operand, scope)
  const literal = literalValue(expression.pattern)
  const findMatch =
    typeof literal === 'string'
      ? constantMatch(literal)
      : patternMatch(compile(expression.pattern, scope))
  return (row) => {
    const text = operand(row)
    rejectContainer(text, operator)
    const match = findMatch(row)
    if (typeof text !== 'string') {
      const found = toGoText(text)
      throw new EvaluationError(`LIKE operator left operand expects string, but found ${found}`)
    }
    return match(text) !== isNegated
  }
}

function constantMatch(pattern: string): () => Match {
  const match = matchOf(pattern)
  return () => match
}

/** The last pattern is kept: it seldom changes from row to row. */
function patternMatch(pattern: Evaluate): (row: Parameters<Evaluate>[0]) => Match {
  let last: { readonly pattern: string; readonly match: Match } | undefined
  return (row) => {
    const value = pattern(row)
    if (typeof value !== 'string') {
      const found = goTypeName(value) === '<nil>' ? '<nil>' : toGoText(value)
      throw new EvaluationError(`invalid LIKE pattern, must be a string but got ${found}`)
    }
    if (last?.pattern !== value) last = { pattern: value, match: matchOf(value) }
    return last.match
  }
}

function matchOf(pattern: string): Match {
  const compiled = compileLikePattern(pattern)
  if (!compiled.ok) throw new EvaluationError(compiled.error)
  return compiled.match
}
