import type { BoundSelect } from '../binder/bound.ts'
import type { Diagnostic } from '../syntax/diagnostic.ts'
import { buildLogicalPlan } from './logical/build-logical-plan.ts'
import type { LogicalPlan } from './logical/logical-plan.ts'
import { buildPhysicalPlan, type PlannedRule } from './physical/build-physical-plan.ts'
import { readPlanOptions, type PlanOptions } from './plan-options.ts'
import { optimize } from './rules/optimizer-rules.ts'

export interface SelectPlan {
  readonly options: PlanOptions
  /** The statement as written, and what the optimizer made of it. */
  readonly logical: LogicalPlan
  readonly optimized: LogicalPlan
  readonly rule: PlannedRule
}

export type PlanResult =
  | { readonly ok: true; readonly plan: SelectPlan }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] }

/** Bound statement to physical plan, through all the stages. `options` is the rule's options object. */
export function planSelect(
  bound: BoundSelect,
  options: Readonly<Record<string, unknown>>,
): PlanResult {
  const planOptions = readPlanOptions(options)
  const { plan: logical, diagnostics } = buildLogicalPlan(bound, planOptions)
  if (logical === undefined) return { ok: false, diagnostics }
  const optimized = optimize(logical, { bound, options: planOptions })
  const rule = buildPhysicalPlan(bound, optimized)
  return { ok: true, plan: { options: planOptions, logical, optimized, rule } }
}
