import { compileGoRegexp } from '../../types/go-regexp.ts'
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
    ...withPattern((args, regexp) => replaceAll(textAt(args, 0), regexp, textAt(args, 2))),
  }),
  defineScalar({
    name: 'regexp_substr',
    category: 'string',
    signatures: ['regexp_substr(text, pattern)'],
    summary: 'The first match of a regular expression in a text, empty where there is none.',
    example: { expression: "regexp_substr(a, '[0-9]+')", row: '{"a":"pump-17"}', result: '"17"' },
    check: expectArguments('string', 'string'),
    ...withPattern((args, regexp) => regexp.exec(textAt(args, 0))?.[0] ?? ''),
  }),
]

/** Compiles a literal pattern once, and a pattern of the row when it changes. */
function withPattern(
  apply: (args: Args, regexp: RegExp) => string | boolean,
): Pick<ScalarFunction, 'evaluate' | 'bind'> {
  const evaluate: Evaluate = (args) => apply(args, compile(textAt(args, 1)))
  return {
    evaluate,
    bind: () => {
      let last: { readonly pattern: string; readonly regexp: RegExp } | undefined
      return (args) => {
        const pattern = textAt(args, 1)
        if (last?.pattern !== pattern) last = { pattern, regexp: compile(pattern) }
        return apply(args, last.regexp)
      }
    },
  }
}

function compile(pattern: string): RegExp {
  const compiled = compileGoRegexp(pattern)
  if (compiled.ok) return compiled.regexp
  throw new EvaluationError(compiled.error)
}

function replaceAll(text: string, regexp: RegExp, template: string): string {
  const global = new RegExp(regexp.source, 'gu')
  let result = ''
  let from = 0
  let lastEnd = -1
  for (const match of text.matchAll(global)) {
    const end = match.index + match[0].length
    // Go takes no empty match right behind another match.
    if (match[0] === '' && match.index === lastEnd) continue
    result += text.slice(from, match.index) + expandTemplate(template, match)
    from = end
    lastEnd = end
  }
  return result + text.slice(from)
}

/** Go's templates: the longest name wins, so `$1x` is the group named `1x`; `$$` is a dollar. */
function expandTemplate(template: string, match: RegExpExecArray): string {
  return template.replace(
    /\$(?:\$|\{(\w+)\}|(\w+))/g,
    (found: string, braced?: string, bare?: string) => {
      const name = braced ?? bare
      if (name === undefined) return found === '$$' ? '$' : found
      return /^\d+$/.test(name) ? (match[Number(name)] ?? '') : (match.groups?.[name] ?? '')
    },
  )
}
