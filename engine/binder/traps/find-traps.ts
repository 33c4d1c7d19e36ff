import type { Diagnostic } from '../../syntax/diagnostic.ts'
import type { BoundSelect } from '../bound.ts'
import type { BindOptions } from '../environment.ts'
import { emptyWindowTrap } from './empty-window.ts'
import { limitTrap } from './limit.ts'
import { sortNameTrap } from './order.ts'
import { starAfterColumnTrap } from './star-after-column.ts'
import type { Trap } from './trap.ts'
import { whereBelowOuterJoinTrap } from './where-below-outer-join.ts'
import { joinSidesTrap } from './join-sides-by-on.ts'
import { joinWithoutOnTrap } from './join-without-on.ts'
import { streamAliasTrap } from './stream-alias.ts'
import { integerArithmeticTrap } from './integer-arithmetic.ts'
import { textAdditionTrap } from './text-addition.ts'
import { saturatedIntegerTrap } from './saturated-integer.ts'
import { timeUnitTrap } from './time-unit-value.ts'
import { nullTrap } from './null-is-column.ts'
import { aliasUsedBeforeTrap } from './alias-used-before.ts'
import { qualifiedStarTrap } from './qualified-star.ts'
import { structTrap } from './struct-without-path.ts'
import { pathPrecedenceTrap } from './path-precedence.ts'
import { betweenTrap } from './between-operand.ts'
import { inOneColumnTrap } from './in-one-column.ts'
import { exceptTrap } from './except-after-column.ts'
import { withoutWindowTraps } from './without-window.ts'
import { secondWindowTrap } from './second-window.ts'
import { windowElsewhereTrap } from './window-elsewhere.ts'
import { overIgnoredTrap } from './over-ignored.ts'
import { stateWindowGroupsTrap } from './state-window-groups.ts'
import { starInAnalyticTrap } from './star-in-analytic.ts'
import { tokenTraps } from './token-traps.ts'
import { gluedSourceTrap } from './glued-source-name.ts'

const traps: readonly Trap[] = [
  limitTrap,
  whereBelowOuterJoinTrap,
  joinSidesTrap,
  joinWithoutOnTrap,
  streamAliasTrap,
  starAfterColumnTrap,
  emptyWindowTrap,
  integerArithmeticTrap,
  textAdditionTrap,
  saturatedIntegerTrap,
  tokenTraps,
  gluedSourceTrap,
  pathPrecedenceTrap,
  betweenTrap,
  inOneColumnTrap,
  exceptTrap,
  timeUnitTrap,
  nullTrap,
  aliasUsedBeforeTrap,
  qualifiedStarTrap,
  structTrap,
  withoutWindowTraps,
  secondWindowTrap,
  windowElsewhereTrap,
  overIgnoredTrap,
  stateWindowGroupsTrap,
  starInAnalyticTrap,
  sortNameTrap,
]

/** Warnings about what eKuiper will do with the statement, in text order. `text` is the statement's. */
export function findTraps(
  bound: BoundSelect,
  text: string,
  options: BindOptions = {},
): readonly Diagnostic[] {
  const context = { ...bound, text, options }
  return traps.flatMap((trap) => trap(context)).sort((a, b) => a.span.start - b.span.start)
}
