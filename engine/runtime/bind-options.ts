import type { BindOptions } from '../binder/environment.ts'
import { readOption } from '../plan/plan-options.ts'
import type { RuleDefinition } from './run.ts'

/** The options of a rule that change what is refused and warned about. */
export function readBindOptions(options: RuleDefinition['options']): BindOptions {
  const strategy = objectOf(readOption(options, 'planOptimizeStrategy'))
  const experiment = objectOf(readOption(options, 'experiment'))
  return {
    disableAliasRefCal: readOption(strategy, 'disableAliasRefCal') === true,
    disableBufferFullDiscard: readOption(options, 'disableBufferFullDiscard') === true,
    useSliceTuple: readOption(experiment, 'useSliceTuple') === true,
    isEventTime: readOption(options, 'isEventTime') === true,
  }
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
