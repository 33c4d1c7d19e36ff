import { warning } from '../problem.ts'
import { trapCodes, type Trap } from './trap.ts'

/** LIMIT projects the first rows only, but sends the others too. */
export const limitTrap: Trap = ({ statement, window, calls, isAggregate, dimensions }) => {
  const { limit } = statement
  if (limit === undefined) return []
  const explodes = [...calls.values()].some(
    ({ kind, name }) => kind === 'multi-row' || name === 'extract',
  )
  if (explodes) return []
  if (limit.value <= 0n) {
    const message =
      limit.value === 0n ? 'LIMIT 0 sends nothing at all' : 'a negative LIMIT is no limit'
    return [warning(trapCodes.limitWithoutWindow, message, limit.span)]
  }
  if (window === undefined && statement.joins.length === 0) {
    return [
      warning(
        trapCodes.limitWithoutWindow,
        'LIMIT does nothing here: each row is a result of its own',
        limit.span,
        {
          hint: 'LIMIT counts within one result, such as the rows of a window.',
        },
      ),
    ]
  }
  if (isAggregate && dimensions.length === 0) return []
  return [
    warning(
      trapCodes.limitKeepsRows,
      `LIMIT does not drop rows: those after the first ${limit.value} are sent as they came, without aliases`,
      limit.span,
      { hint: 'Cut the list where it is used; unnest(...) is the only form whose LIMIT cuts.' },
    ),
  ]
}
