import type { Check } from '../check-context.ts'
import { dimensionsOf } from '../clause-order.ts'
import { binderCodes } from '../codes.ts'
import { problem } from '../problem.ts'

/** Columns in GROUP BY need a window, which stands as an item of its own. */
export const checkGroupBy: Check = ({ statement, window }) => {
  const [first, ...rest] = dimensionsOf(statement)
  if (first === undefined || window !== undefined) return []
  const span = { start: first.span.start, end: (rest.at(-1) ?? first).span.end }
  return [
    problem(binderCodes.groupWithoutWindow, 'GROUP BY needs a window', span, {
      hint: 'Add one without parentheses, such as TUMBLINGWINDOW(ss, 10).',
      fixes: [
        {
          title: 'Add TUMBLINGWINDOW(ss, 10)',
          edits: [{ span: { start: span.end, end: span.end }, text: ', TUMBLINGWINDOW(ss, 10)' }],
        },
      ],
    }),
  ]
}
