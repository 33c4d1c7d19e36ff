import { countText, kindText } from '../check.ts'
import type { CheckCall, PlannedFunction } from '../definition.ts'

const checkDedupTrigger: CheckCall = (args) => {
  if (args.length !== 4) return countText(4, args.length)
  const wrong = args.findIndex(({ kind }, i) => kind !== (i < 3 ? 'column' : 'integer'))
  return wrong < 0 ? undefined : kindText(wrong < 3 ? 'column' : 'integer literal', wrong + 1)
}

/** Functions of the SELECT list that decide when a row is sent. */
export const triggerFunctions: readonly PlannedFunction[] = [
  {
    kind: 'trigger',
    name: 'dedup_trigger',
    category: 'other',
    signatures: ['dedup_trigger(startColumn, endColumn, nowColumn, expireMs)'],
    summary:
      'Holds the row until the time in its end column, and gives the parts of its range from start to end that no row before it had.',
    example: {
      expression: 'dedup_trigger(a, b, c, 1000)',
      before: ['{"a":100,"b":200,"c":200}'],
      row: '{"a":150,"b":250,"c":250}',
      result: '[{"end_key":"250","start_key":"200"}]',
    },
    check: checkDedupTrigger,
  },
]
