import type { LogicalPlan } from '../logical/logical-plan.ts'
import { columnPruner } from './column-pruner.ts'
import type { OptimizerRule, RuleContext } from './optimizer-rule.ts'
import { predicatePushDown } from './predicate-push-down.ts'

/**
 * Columns are gathered before conditions move, because the order in which eKuiper meets them decides what
 * a star means.
 */
export const optimizerRules: readonly OptimizerRule[] = [columnPruner, predicatePushDown]

export function optimize(plan: LogicalPlan, context: RuleContext): LogicalPlan {
  return optimizerRules
    .filter((rule) => !context.options.disabledRules.includes(rule.name))
    .reduce((current, rule) => rule.apply(current, context), plan)
}
