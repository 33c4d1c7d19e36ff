import type { Diagnostic } from '../../syntax/diagnostic.ts'
import type { BoundSelect } from '../bound.ts'
import type { BindOptions } from '../environment.ts'
import { checkAggregates } from './aggregates.ts'
import { checkCallArguments } from './call-arguments.ts'
import type { CrashCheck, CrashOptions } from './crash.ts'
import { checkOperands } from './operands.ts'
import { checkRetainSize, checkWindows } from './windows.ts'

const crashChecks: readonly CrashCheck[] = [
  checkOperands,
  checkCallArguments,
  checkAggregates,
  checkWindows,
  checkRetainSize,
]

/**
 * What will stop the rule in eKuiper although it is created there. Ours would go on, so these errors are
 * kept apart from the refusals of `bindSelect`.
 */
export function checkCrashes(
  bound: BoundSelect,
  options: BindOptions & CrashOptions = {},
): readonly Diagnostic[] {
  const context = { ...bound, options }
  return crashChecks
    .flatMap((check) => check(context, options))
    .sort((a, b) => a.span.start - b.span.start)
}
