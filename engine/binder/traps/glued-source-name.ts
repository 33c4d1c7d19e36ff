import { replacing, warning } from '../problem.ts'
import { trapCodes, type Trap } from './trap.ts'

/** FROM glues all words that follow. */
export const gluedSourceTrap: Trap = ({ text, statement }) =>
  [statement.from, ...statement.joins.map(({ table }) => table)].flatMap(({ name, nameSpan }) => {
    const written = text.slice(nameSpan.start, nameSpan.end)
    if (written === name || written === `\`${name}\`` || !/\s/.test(written)) return []
    return [
      warning(
        trapCodes.gluedSourceName,
        `eKuiper joins these words to one name, ${name}`,
        nameSpan,
        {
          hint: 'An alias needs AS.',
          fixes: [replacing(`Write ${name}`, nameSpan, name)],
        },
      ),
    ]
  })
