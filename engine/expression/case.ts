import { EvaluationError } from '../functions/definition.ts'
import type { CaseExpression } from '../syntax/ast.ts'
import type { Row } from '../runtime/row.ts'
import { compareEvaluated, evaluateOperand } from './membership.ts'
import type { Compile, Evaluate, ExpressionScope } from './scope.ts'

/** CASE with and without a value. Only true counts; an error of a condition ends it, an error of a result not. */
export function compileCase(
  expression: CaseExpression,
  scope: ExpressionScope,
  compile: Compile,
): Evaluate {
  const otherwise: Evaluate =
    expression.otherwise === undefined ? () => null : compile(expression.otherwise, scope)
  const branches = expression.branches.map(({ when, then }) => ({
    when: compile(when, scope),
    then: compile(then, scope),
  }))
  if (expression.value === undefined) {
    return (row) => {
      for (const { when, then } of branches) {
        if (testCondition(when, row)) return then(row)
      }
      return otherwise(row)
    }
  }
  const value = compile(expression.value, scope)
  return (row) => {
    const wanted = evaluateOperand(value, row)
    for (const { when, then } of branches) {
      const candidate = evaluateOperand(when, row)
      if (withCaseText(() => compareEvaluated(wanted, candidate, scope))) return then(row)
    }
    return otherwise(row)
  }
}

function testCondition(when: Evaluate, row: Row): boolean {
  try {
    return when(row) === true
  } catch (cause) {
    throw caseError(cause)
  }
}

function withCaseText(compare: () => boolean): boolean {
  try {
    return compare()
  } catch (cause) {
    throw caseError(cause)
  }
}

function caseError(cause: unknown): unknown {
  if (!(cause instanceof EvaluationError)) return cause
  return new EvaluationError(`evaluate case expression error: ${cause.message}`)
}
