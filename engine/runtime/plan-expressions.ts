import type { Evaluate } from '../expression/scope.ts'
import type { PhysicalOperator, PlanExpression } from '../plan/physical/physical-plan.ts'
import type { Expression } from '../syntax/ast.ts'
import type { AggregateCall } from './operators/aggregate-call.ts'
import type { AnalyticEvaluator } from './operators/analytic-operator.ts'
import type { SortKey } from './operators/order-operator.ts'
import { isCall, type RuleLayout } from './rule-layout.ts'
import type { ClauseOptions, RuleCompiler } from './rule-scope.ts'

type PhysicalOrder = Extract<PhysicalOperator, { kind: 'order' }>

/** The trees behind a plan's expression numbers, compiled as its operators need them. */
export class PlanExpressions {
  private readonly trees: readonly Expression[]
  private readonly compiler: RuleCompiler
  private readonly layout: RuleLayout

  constructor(trees: readonly Expression[], compiler: RuleCompiler, layout: RuleLayout) {
    this.trees = trees
    this.compiler = compiler
    this.layout = layout
  }

  tree({ id }: PlanExpression): Expression {
    return treeOf(this.trees, id)
  }

  compile(plan: PlanExpression, clause: ClauseOptions): Evaluate {
    return this.compiler.compile(this.tree(plan), clause)
  }

  compileCondition(plan: PlanExpression, clause: ClauseOptions): Evaluate {
    return this.compiler.compileCondition(this.tree(plan), clause)
  }

  compileAll(plans: readonly PlanExpression[], clause: ClauseOptions): readonly Evaluate[] {
    return plans.map((plan) => this.compile(plan, clause))
  }

  compileOptional(plan: PlanExpression | undefined, clause: ClauseOptions): Evaluate | undefined {
    return plan === undefined ? undefined : this.compile(plan, clause)
  }

  compileKeys(keys: PhysicalOrder['keys'], clause: ClauseOptions): readonly SortKey[] {
    return keys.map(({ expression, isDescending }) => ({
      evaluate: this.compile(expression, clause),
      isDescending,
    }))
  }

  aggregates(plans: readonly PlanExpression[]): AggregateCall[] {
    return plans.map((plan) => {
      const call = this.tree(plan)
      if (!isCall(call)) throw new Error('invariant: an aggregate is a call')
      return this.compiler.aggregateCall(call)
    })
  }

  analyticCalls(
    plans: readonly PlanExpression[],
  ): { readonly slot: number; readonly evaluator: AnalyticEvaluator }[] {
    return plans.map((plan) => {
      const call = this.tree(plan)
      if (!isCall(call)) throw new Error('invariant: an analytic function is a call')
      const slot = this.layout.analytic.get(call) ?? -1
      return { slot, evaluator: this.compiler.analyticEvaluator(call) }
    })
  }
}

export function treeOf(trees: readonly Expression[], id: number): Expression {
  const tree = trees[id]
  if (tree === undefined) throw new Error('invariant: a plan numbers its own expressions')
  return tree
}
