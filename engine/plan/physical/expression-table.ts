import type { BoundSelect } from '../../binder/bound.ts'
import type { Expression } from '../../syntax/ast.ts'
import { printPlanExpression } from '../expression-text.ts'
import type { PlanExpression } from './physical-plan.ts'

/** Gives expressions their numbers in a physical plan. */
export class ExpressionTable {
  readonly expressions: Expression[] = []
  private readonly bound: BoundSelect
  private readonly known = new Map<Expression, PlanExpression>()

  constructor(bound: BoundSelect) {
    this.bound = bound
  }

  add(expression: Expression): PlanExpression {
    const known = this.known.get(expression)
    if (known !== undefined) return known
    const added = {
      id: this.expressions.length,
      text: printPlanExpression(expression, this.bound),
    }
    this.expressions.push(expression)
    this.known.set(expression, added)
    return added
  }

  addOptional(expression: Expression | undefined): PlanExpression | undefined {
    return expression === undefined ? undefined : this.add(expression)
  }

  addAll(expressions: readonly Expression[]): readonly PlanExpression[] {
    return expressions.map((expression) => this.add(expression))
  }
}
