import { compileGoRegexp, type GoRegexp } from '../../types/go-regexp.ts'
import { expectArguments } from '../check.ts'
import { EvaluationError, type ScalarFunction } from '../definition.ts'
import { textAt, type Args } from './arguments.ts'
import { defineScalar } from './define.ts'

type Evaluate = ScalarFunction['evaluate']

/** RE2 patterns, as Go has them: no look-around, no back references. */
export const regexpFunctions: readonly ScalarFunction[] = [
  defineScalar({
    name: 'regexp_matches',
    category: 'string',
    signatures: ['regexp_matches(text, pattern)'],
    summary: 'Whether a regular expression matches somewhere in a text.',
    example: {
      expression: "regexp_matches(a, '^pump-[0-9]+$')",
      row: '{"a":"pump-17"}',
      result: 'true',
    },
    check: expectArguments('string', 'string'),
    whenNull: false,
    ...withPattern((args, regexp) => regexp.test(textAt(args, 0))),
  }),
  defineScalar({
    name: 'regexp_replace',
    category: 'string',
    signatures: ['regexp_replace(text, pattern, replacement)'],
    summary: 'The text with every match replaced; `$1` and `${name}` stand for groups.',
    example: {
      expression: "regexp_replace(a, '([a-z]+)-', '${1}/')",
      row: '{"a":"pump-17"}',
      result: '"pump/17"',
    },
    check: expectArguments('string', 'string', 'string'),
    ...withPattern((args, regexp) => regexp.replaceAll(textAt(args, 0), textAt(args, 2))),
  }),
  defineScalar({
    name: 'regexp_substr',
    category: 'string',
    signatures: ['regexp_substr(text, pattern)'],
    summary: 'The first match of a regular expression in a text, empty where there is none.',
    example: { expression: "regexp_substr(a, '[0-9]+')", row: '{"a":"pump-17"}', result: '"17"' },
    check: expectArguments('string', 'string'),
    ...withPattern((args, regexp) => regexp.find(textAt(args, 0)) ?? ''),
  }),
]

/** Compiles a literal pattern once, and a pattern of the row when it changes. */
function withPattern(
  apply: (args: Args, regexp: GoRegexp) => string | boolean,
): Pick<ScalarFunction, 'evaluate' | 'bind'> {
  const evaluate: Evaluate = (args) => apply(args, compile(textAt(args, 1)))
  return {
    evaluate,
    bind: () => {
      let last: { readonly pattern: string; readonly regexp: GoRegexp } | undefined
      return (args) => {
        const pattern = textAt(args, 1)
        if (last?.pattern !== pattern) last = { pattern, regexp: compile(pattern) }
        return apply(args, last.regexp)
      }
    },
  }
}

function compile(pattern: string): GoRegexp {
  const compiled = compileGoRegexp(pattern)
  if (compiled.ok) return compiled.regexp
  throw new EvaluationError(compiled.error)
}
