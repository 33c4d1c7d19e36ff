import type { CheckCall, FunctionExample, PlannedFunction } from '../definition.ts'

const checkNoArguments: CheckCall = (args) =>
  args.length === 0 ? undefined : `Expect 0 arguments but found ${String(args.length)}.`

function defineWindowFunction(
  kind: PlannedFunction['kind'],
  name: string,
  summary: string,
  example: Omit<FunctionExample, 'expression'>,
): PlannedFunction {
  return {
    kind,
    name,
    category: 'window',
    signatures: [`${name}()`],
    summary,
    example: { expression: `${name}()`, ...example },
    check: checkNoArguments,
  }
}

const tumbling = 'TUMBLINGWINDOW(ss, 10)'

/** Functions of the window that is emitted and of what the rule has emitted so far. */
export const windowFunctions: readonly PlannedFunction[] = [
  defineWindowFunction(
    'row-context',
    'last_agg_hit_count',
    'How many aggregated results were emitted before.',
    { window: tumbling, result: '0' },
  ),
  defineWindowFunction(
    'row-context',
    'last_agg_hit_time',
    'When an aggregated result was last emitted; 0 before the first.',
    { window: tumbling, result: '0' },
  ),
  defineWindowFunction('row-context', 'last_hit_count', 'How many rows were emitted before.', {
    before: ['{}', '{}'],
    result: '2',
  }),
  defineWindowFunction(
    'row-context',
    'last_hit_time',
    'When a row was last emitted; 0 before the first.',
    { result: '0' },
  ),
  defineWindowFunction('window', 'row_number', 'The number of the row in its window, from 1.', {
    window: tumbling,
    result: '1',
  }),
  defineWindowFunction('row-context', 'window_end', 'The end of the window that is emitted.', {
    window: tumbling,
    result: '1700000010000',
  }),
  defineWindowFunction('row-context', 'window_start', 'The start of the window that is emitted.', {
    window: tumbling,
    result: '1700000000000',
  }),
  defineWindowFunction('row-context', 'window_trigger', 'When the window that is emitted fired.', {
    window: tumbling,
    result: '1700000010000',
  }),
]
