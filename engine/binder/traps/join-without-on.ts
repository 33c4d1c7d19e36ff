import type { Join } from '../../syntax/ast.ts'
import { warning } from '../problem.ts'
import { trapCodes, type Trap } from './trap.ts'

export const joinWithoutOnTrap: Trap = ({ statement }) =>
  statement.joins.flatMap((join: Join) =>
    join.on !== undefined || join.type === 'cross'
      ? []
      : [
          warning(
            trapCodes.joinWithoutOn,
            `without ON every row is joined with every row of ${join.table.name}`,
            join.span,
            { hint: 'Add ON with a condition, or write CROSS JOIN.' },
          ),
        ],
  )
