import type { BoundSelect } from '../../binder/bound.ts'
import type { LogicalPlan } from '../logical/logical-plan.ts'
import type { PlanOptions } from '../plan-options.ts'

export interface RuleContext {
  readonly bound: BoundSelect
  readonly options: PlanOptions
}

/** A rewrite of the logical plan. `name` is eKuiper's, under which `disableOptimizeRules` switches it off. */
export interface OptimizerRule {
  readonly name: string
  apply(plan: LogicalPlan, context: RuleContext): LogicalPlan
}
