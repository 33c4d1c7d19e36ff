import { warning } from '../problem.ts'
import { trapCodes, type Trap } from './trap.ts'

export const secondWindowTrap: Trap = ({ statement, window }) =>
  statement.groupBy.flatMap((item) =>
    item.kind === 'window' && item !== window
      ? [
          warning(
            trapCodes.secondWindow,
            'only the first window counts, this one is ignored',
            item.span,
          ),
        ]
      : [],
  )
