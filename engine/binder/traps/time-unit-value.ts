import type { Diagnostic } from '../../syntax/diagnostic.ts'
import { warning, replacing } from '../problem.ts'
import { textOf, trapCodes, visitStatement, type Trap } from './trap.ts'

/** `ss` and the like are time units: as a value they are missing. */
export const timeUnitTrap: Trap = (context) => {
  const found: Diagnostic[] = []
  visitStatement(context, (node) => {
    if (node.kind === 'call' && /window$/i.test(node.name)) return
    if (node.kind !== 'time-unit' || isWindowUnit(context.text, node.span.start)) return
    const text = `\`${textOf(context, node)}\``
    found.push(
      warning(
        trapCodes.timeUnitValue,
        `${node.unit} is a time unit: its value is missing`,
        node.span,
        {
          hint: 'A column of that name goes in backticks.',
          fixes: [replacing(`Write ${text}`, node.span, text)],
        },
      ),
    )
  })
  return found
}

function isWindowUnit(text: string, at: number): boolean {
  return /window\s*\(\s*$/i.test(text.slice(0, at))
}
