import { defineScalar } from '../scalar/define.ts'
import { EvaluationError, type CheckCall, type ScalarFunction } from '../definition.ts'
import { expectCount, expectNumbers } from './check-aggregate.ts'
import { createIncremental } from './incremental.ts'

/**
 * The functions that eKuiper's incremental windows are made of. A statement may call them as well:
 * each call then goes on over all rows that reach it, and passes over those where its argument is null.
 */
export const runningFunctions: readonly ScalarFunction[] = [
  define('avg', 'The mean of the values so far, always a float.', '2'),
  define('collect', 'The values so far that are not null, as a list.', '[1.5,2.5]'),
  define('count', 'How many values so far were not null.', '2', { check: expectCount(1) }),
  // A literal flag is refused, so it comes from a column.
  define('last_value', 'The value, where it is not null; the flag must be a bool.', '2.5', {
    parameters: 'x, ignoreNull',
    check: expectNumbers(2, 1, 2),
    rows: ['{"x":1.5,"ignoreNull":true}', '{"x":2.5,"ignoreNull":true}'],
  }),
  define('max', 'The greatest value so far.', '2.5'),
  define('merge_agg', 'The objects so far as one; later members win.', '{"a":2}', {
    rows: ['{"x":{"a":1}}', '{"x":{"a":2}}'],
  }),
  define('min', 'The least value so far.', '1.5'),
  define('sum', 'The sum of the values so far, always a float.', '4'),
]

interface Differences {
  readonly parameters?: string
  readonly check?: CheckCall
  readonly rows?: readonly [string, string]
}

function define(
  aggregate: string,
  summary: string,
  result: string,
  { parameters = 'x', check = expectNumbers(1, 1), rows }: Differences = {},
): ScalarFunction {
  const name = `inc_${aggregate}`
  const [first, row] = rows ?? ['{"x":1.5}', '{"x":2.5}']
  const start = (): ScalarFunction['evaluate'] => {
    const state = createIncremental(aggregate)
    if (state === undefined) throw new EvaluationError(`${aggregate} has no running form`)
    return (args) => state.add(args)
  }
  return defineScalar({
    name,
    category: 'aggregate',
    signatures: [`${name}(${parameters})`],
    summary,
    example: { expression: `${name}(${parameters})`, before: [first, '{}'], row, result },
    check,
    evaluate: (args, context) => start()(args, context),
    bind: start,
  })
}
