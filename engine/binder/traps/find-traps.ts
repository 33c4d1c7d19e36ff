import type { Diagnostic } from '../../syntax/diagnostic.ts'
import type { BoundSelect } from '../bound.ts'
import type { BindOptions } from '../environment.ts'
import { integerArithmeticTrap, saturatedIntegerTrap, textAdditionTrap } from './arithmetic.ts'
import { emptyWindowTrap } from './empty-window.ts'
import {
  joinSidesTrap,
  joinWithoutOnTrap,
  streamAliasTrap,
  whereBelowOuterJoinTrap,
} from './joins.ts'
import { limitTrap } from './limit.ts'
import {
  aliasUsedBeforeTrap,
  nullTrap,
  qualifiedStarTrap,
  structTrap,
  timeUnitTrap,
} from './names.ts'
import { betweenTrap, exceptTrap, inOneColumnTrap, pathPrecedenceTrap } from './operators.ts'
import { sortNameTrap } from './order.ts'
import { starAfterColumnTrap } from './star-after-column.ts'
import { gluedSourceTrap, tokenTraps } from './tokens.ts'
import type { Trap } from './trap.ts'
import {
  overIgnoredTrap,
  secondWindowTrap,
  starInAnalyticTrap,
  stateWindowGroupsTrap,
  windowElsewhereTrap,
  withoutWindowTraps,
} from './windows.ts'

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
