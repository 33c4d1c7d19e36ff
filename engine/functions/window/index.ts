import type { CheckCall, PlannedFunction } from '../definition.ts'

const checkNoArguments: CheckCall = (args) =>
  args.length === 0 ? undefined : `Expect 0 arguments but found ${String(args.length)}.`

function defineWindowFunction(
  kind: PlannedFunction['kind'],
  name: string,
  summary: string,
  result: string,
): PlannedFunction {
  return {
    kind,
    name,
    category: 'window',
    signatures: [`${name}()`],
    summary,
    example: { expression: `${name}()`, result },
    check: checkNoArguments,
  }
}

/** Functions of the window that is emitted and of what the rule has emitted so far. */
export const windowFunctions: readonly PlannedFunction[] = [
  defineWindowFunction(
    'row-context',
    'last_agg_hit_count',
    'How many aggregated results were emitted before.',
    '0',
  ),
  defineWindowFunction(
    'row-context',
    'last_agg_hit_time',
    'When an aggregated result was last emitted; 0 before the first.',
    '0',
  ),
  defineWindowFunction('row-context', 'last_hit_count', 'How many rows were emitted before.', '0'),
  defineWindowFunction(
    'row-context',
    'last_hit_time',
    'When a row was last emitted; 0 before the first.',
    '0',
  ),
  defineWindowFunction('window', 'row_number', 'The number of the row in its window, from 1.', '1'),
  defineWindowFunction(
    'row-context',
    'window_end',
    'The end of the window that is emitted.',
    'null',
  ),
  defineWindowFunction(
    'row-context',
    'window_start',
    'The start of the window that is emitted.',
    'null',
  ),
  defineWindowFunction(
    'row-context',
    'window_trigger',
    'When the window that is emitted fired.',
    'null',
  ),
]
