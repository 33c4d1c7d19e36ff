import type { PlannedFunction } from '../definition.ts'

const expectOne: PlannedFunction['check'] = (args) =>
  args.length === 1 ? undefined : `Expect 1 arguments but found ${String(args.length)}.`

/** Functions of the SELECT list that give several rows or several columns. */
export const multiFunctions: readonly PlannedFunction[] = [
  {
    kind: 'multi-column',
    name: 'changed_cols',
    category: 'multi-column',
    signatures: ['changed_cols(prefix, ignoreNull, x, ...)'],
    summary:
      'A column for every value that differs from the row before, with a prefix to its name.',
    example: {
      expression: 'changed_cols("new_", true, x, y)',
      before: ['{"x":4,"y":1}'],
      row: '{"x":5,"y":1}',
      result: '[{"new_x":5}]',
    },
    check: (args) =>
      args.length > 2 ? undefined : `expect more than two args but got ${String(args.length)}`,
  },
  {
    kind: 'multi-column',
    name: 'extract',
    category: 'multi-column',
    signatures: ['extract(object)'],
    summary: 'The members of an object as columns.',
    example: { expression: 'extract(x)', row: '{"x":{"a":1}}', result: '[{"a":1}]' },
    check: expectOne,
  },
  {
    kind: 'multi-row',
    name: 'unnest',
    category: 'multi-row',
    signatures: ['unnest(array)'],
    summary: 'A row for every element of an array; the members of an object become columns.',
    example: {
      expression: 'unnest(x)',
      row: '{"x":[{"a":1},{"a":2}]}',
      result: '[{"a":1},{"a":2}]',
    },
    check: expectOne,
  },
]
