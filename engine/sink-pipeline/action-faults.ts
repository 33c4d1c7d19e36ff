import { actionCodes } from './action-traps.ts'
import { planPipeline, type PipelineOptions, type PipelinePlanResult } from './plan.ts'
import type { PropertyFault } from './property-fault.ts'

/**
 * What is wrong or surprising about one property of an action. `property` is its name as the action writes
 * it, with dots into nested ones: the place is `action/RULE/INDEX/property`.
 */
export interface ActionFault extends PropertyFault {
  readonly code: string
  /** Errors refuse the rule, warnings never do. */
  readonly severity: 'error' | 'warning'
}

/** Everything that a run would say about an action's common properties and its templates. */
export function checkAction(options: PipelineOptions): readonly ActionFault[] {
  return actionFaultsOf(planPipeline(options))
}

export function actionFaultsOf(planned: PipelinePlanResult): readonly ActionFault[] {
  return planned.ok
    ? planned.traps.map((trap) => ({ ...trap, severity: 'warning' }))
    : planned.faults.map((fault) => ({ ...fault, severity: 'error', code: actionCodes.refused }))
}
