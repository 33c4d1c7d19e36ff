import type { Expression } from '../../syntax/ast.ts'
import type { CheckCall } from '../definition.ts'

/** The kind of a literal argument as eKuiper's parser sees it; undefined for whatever is known only at run time. */
function literalKind(expression: Expression): 'number' | 'string' | 'bool' | 'time' | undefined {
  switch (expression.kind) {
    case 'integer':
    case 'float':
      return 'number'
    case 'string':
      return 'string'
    case 'boolean':
      return 'bool'
    case 'time-unit':
      return 'time'
    default:
      return undefined
  }
}

const comparisons = new Set(['=', '!=', '<', '<=', '>', '>=', 'AND', 'OR'])

function isBooleanText(expression: Expression): boolean {
  return expression.kind === 'binary' && comparisons.has(expression.operator)
}

function isNotNumber(expression: Expression): boolean {
  const kind = literalKind(expression)
  return (kind !== undefined && kind !== 'number') || isBooleanText(expression)
}

export function expectCount(count: number): CheckCall {
  return (args) =>
    args.length === count
      ? undefined
      : `Expect ${String(count)} arguments but found ${String(args.length)}.`
}

/** `count` arguments, of which the ones at `numbers` (1-based) must not be literals other than numbers. */
export function expectNumbers(count: number, ...numbers: readonly number[]): CheckCall {
  return (args) => {
    if (args.length !== count) return expectCountText(count, args.length)
    for (const place of numbers) {
      const arg = args[place - 1]
      if (arg !== undefined && isNotNumber(arg)) {
        return `Expect number - float or int type for parameter ${String(place)}`
      }
    }
    return undefined
  }
}

/** Two arguments, the second a literal true or false. */
export const expectFlag: CheckCall = (args) => {
  if (args.length !== 2) return expectCountText(2, args.length)
  const flag = args[1]
  if (flag === undefined || (flag.kind !== 'boolean' && !isBooleanText(flag))) {
    return 'Expect bool type for parameter 2'
  }
  return undefined
}

function expectCountText(wanted: number, found: number): string {
  return `Expect ${String(wanted)} arguments but found ${String(found)}.`
}
