import type { Expression } from '../syntax/ast.ts'
import type { CheckCall } from './definition.ts'

/**
 * What eKuiper's parser checks of a call: how many arguments there are, and the kinds of the literal
 * ones. Only bare literals count, and conditions, which count as booleans; anything else passes.
 */
export type LiteralKind = 'integer' | 'float' | 'string' | 'boolean' | 'time'

/** The kinds an argument may be declared as; the text is what the message calls it. */
const EXPECTED = {
  any: { text: 'any', accepts: ['integer', 'float', 'string', 'boolean', 'time'] },
  number: { text: 'number - float or int', accepts: ['integer', 'float'] },
  int: { text: 'int', accepts: ['integer'] },
  string: { text: 'string', accepts: ['string'] },
  /** Times have no literals: a text or a number must come from a column or a cast. */
  datetime: { text: 'datetime', accepts: [] },
  /** An int that no literal may be. */
  'computed int': { text: 'int', accepts: [] },
  /** A text that no literal integer may be. */
  code: { text: 'int', accepts: ['integer', 'string'] },
} as const satisfies Record<string, { text: string; accepts: readonly LiteralKind[] }>

export type ArgumentKind = keyof typeof EXPECTED

const CONDITIONS: ReadonlySet<string> = new Set(['=', '!=', '<', '<=', '>', '>=', 'AND', 'OR'])

/** Undefined for what only a row decides, a literal in parentheses among them. */
export function literalKind(expression: Expression): LiteralKind | undefined {
  switch (expression.kind) {
    case 'integer':
    case 'float':
    case 'string':
    case 'boolean':
      return expression.kind
    case 'time-unit':
      return 'time'
    case 'in':
    case 'between':
    case 'like':
      return 'boolean'
    case 'binary':
      return CONDITIONS.has(expression.operator) ? 'boolean' : undefined
    default:
      return undefined
  }
}

export function countText(expected: number, found: number): string {
  return `Expect ${expected} arguments but found ${found}.`
}

/** `place` counts from 1. */
export function kindText(expected: string, place: number): string {
  return `Expect ${expected} type for parameter ${place}`
}

/** Exactly these arguments. */
export function expectArguments(...kinds: readonly ArgumentKind[]): CheckCall {
  return (args) =>
    args.length === kinds.length ? checkKinds(args, kinds) : countText(kinds.length, args.length)
}

/** These arguments, the ones from `required` on may be missing; `message` says so. */
export function expectBetween(
  required: number,
  kinds: readonly ArgumentKind[],
  message: string,
): CheckCall {
  return (args) =>
    args.length < required || args.length > kinds.length ? message : checkKinds(args, kinds)
}

/** Any number of arguments of one kind, but at least `least`. */
export function expectAtLeast(
  least: number,
  kind: ArgumentKind,
  message: (found: number) => string,
): CheckCall {
  return (args) => {
    if (args.length < least) return message(args.length)
    return checkKinds(
      args,
      args.map(() => kind),
    )
  }
}

export function checkKinds(
  args: readonly Expression[],
  kinds: readonly ArgumentKind[],
): string | undefined {
  for (const [index, argument] of args.entries()) {
    const kind = kinds[index] ?? 'any'
    if (!isAccepted(argument, kind)) return kindText(EXPECTED[kind].text, index + 1)
  }
  return undefined
}

function isAccepted(argument: Expression, kind: ArgumentKind): boolean {
  const found = literalKind(argument)
  const accepts: readonly LiteralKind[] = EXPECTED[kind].accepts
  return found === undefined || accepts.includes(found)
}
