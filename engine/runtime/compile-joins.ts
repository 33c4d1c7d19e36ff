import type { PhysicalJoin, PhysicalLookup } from '../plan/physical/physical-plan.ts'
import type { JoinStep } from './operators/join-operator.ts'
import type { LookupRows, LookupStep } from './operators/lookup-operator.ts'
import type { PlanExpressions } from './plan-expressions.ts'
import type { ClauseOptions } from './rule-scope.ts'

/** The joins of a window's rows, in their order. */
export function compileJoins(
  steps: readonly PhysicalJoin[],
  expressions: PlanExpressions,
  clause: ClauseOptions,
): readonly JoinStep[] {
  return steps.map(({ type, left, right, on, equality }) => ({
    type,
    left,
    right,
    on: expressions.compileOptional(on, clause),
    equality:
      equality === undefined
        ? undefined
        : {
            left: expressions.compile(equality.left, clause),
            right: expressions.compile(equality.right, clause),
          },
  }))
}

/** The join with a lookup table whose rows are `table`. */
export function compileLookup(
  plan: Omit<PhysicalLookup, 'kind'>,
  table: LookupRows,
  expressions: PlanExpressions,
  clause: ClauseOptions,
): LookupStep {
  return {
    isLeft: plan.type === 'left',
    table,
    columns: plan.keys.map((key) => key.column),
    keys: plan.keys.map((key) => expressions.compile(key.value, clause)),
    rest: expressions.compileOptional(plan.rest, clause),
  }
}
