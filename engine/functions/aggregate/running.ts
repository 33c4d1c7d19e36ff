import { EvaluationError, type CheckCall, type ScalarFunction } from '../definition.ts'
import { expectCount, expectFlag, expectNumbers } from './check-aggregate.ts'
import { createIncremental } from './incremental.ts'

/**
 * The functions that eKuiper's incremental windows are made of. A statement may call them as well:
 * each call then goes on over all rows that reach it.
 */
export const runningFunctions: readonly ScalarFunction[] = [
  define('avg', 'x', 'The mean of the values so far, always a float.', '2', expectNumbers(1, 1)),
  define(
    'collect',
    'x',
    'The values so far that are not null, as a list.',
    '[1.5,2.5]',
    expectCount(1),
  ),
  define('count', 'x', 'How many values so far were not null.', '2', expectCount(1)),
  define('last_value', 'x, ignoreNull', 'The last value that was not null.', '2.5', expectFlag),
  define('max', 'x', 'The greatest value so far.', '2.5', expectNumbers(1, 1)),
  define(
    'merge_agg',
    'x',
    'The objects so far as one; later members win.',
    '{"a":2}',
    expectCount(1),
    ['{"x":{"a":1}}', '{"x":{"a":2}}'],
  ),
  define('min', 'x', 'The least value so far.', '1.5', expectNumbers(1, 1)),
  define('sum', 'x', 'The sum of the values so far, always a float.', '4', expectNumbers(1, 1)),
]

function define(
  aggregate: string,
  parameters: string,
  summary: string,
  result: string,
  check: CheckCall,
  [first, row]: readonly [string, string] = ['{"x":1.5}', '{"x":2.5}'],
): ScalarFunction {
  const name = `inc_${aggregate}`
  const start = (): ScalarFunction['evaluate'] => {
    const state = createIncremental(aggregate)
    if (state === undefined) throw new EvaluationError(`${aggregate} has no running form`)
    return (args) => state.add(args)
  }
  return {
    kind: 'scalar',
    name,
    category: 'aggregate',
    signatures: [`${name}(${parameters})`],
    summary,
    example: {
      expression: `${name}(${parameters.replace('ignoreNull', 'true')})`,
      before: [first, '{}'],
      row,
      result,
    },
    check,
    evaluate: (args, context) => start()(args, context),
    bind: start,
  }
}
