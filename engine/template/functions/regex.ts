import { compileGoRegexp } from '../../types/go-regexp.ts'
import { Fault } from '../fault.ts'
import type { FunctionTable, Parameter, TemplateFunction } from '../function.ts'
import type { TemplateValue } from '../value.ts'
import { count, text, textList } from './convert.ts'
import { definer } from './define.ts'

const define = definer('regex')

/** Patterns are mostly constants: the last few are kept compiled. */
const compiled = new Map<string, RegExp>()
const compiledLimit = 64

function regexpOf(pattern: string): RegExp {
  const known = compiled.get(pattern)
  if (known !== undefined) return known
  const result = compileGoRegexp(pattern, 'g')
  if (!result.ok) throw new Fault(result.error)
  if (compiled.size >= compiledLimit) compiled.clear()
  compiled.set(pattern, result.regexp)
  return result.regexp
}

function matches(pattern: string, value: string): RegExpExecArray[] {
  return [...value.matchAll(regexpOf(pattern))]
}

/** Go's `$1`, `${1}`, `${name}`; an unknown group is empty. */
function expand(
  template: string,
  match: readonly (string | undefined)[],
  names: Readonly<Record<string, string>> | undefined,
): string {
  return template.replace(/\$(?:\$|(\w+)|\{(\w+)\})/g, (whole, plain?: string, braced?: string) => {
    if (whole === '$$') return '$'
    const name = plain ?? braced ?? ''
    return (/^\d+$/.test(name) ? match[Number(name)] : names?.[name]) ?? ''
  })
}

function replaceAll(pattern: string, value: string, replacement: string): string {
  return value.replace(regexpOf(pattern), (...parts: unknown[]) => {
    const groups = parts.at(-1)
    const names = typeof groups === 'object' ? (groups as Record<string, string>) : undefined
    return expand(replacement, parts as (string | undefined)[], names)
  })
}

function split(pattern: string, value: string, limit: number): readonly string[] {
  if (limit === 0) return []
  if (value === '') return ['']
  const pieces: string[] = []
  let from = 0
  for (const match of matches(pattern, value)) {
    if (limit > 0 && pieces.length === limit - 1) break
    const end = match.index + match[0].length
    if (end === 0) continue
    pieces.push(value.slice(from, match.index))
    from = end
  }
  return from <= value.length ? [...pieces, value.slice(from)] : pieces
}

type Run = TemplateFunction['run']

/** A bad pattern is a fault in both forms, except where `soft` says what the lenient one gives. */
function pair(
  name: string,
  rest: string,
  parameters: readonly Parameter[],
  run: Run,
  soft?: TemplateValue,
): FunctionTable {
  const must = `mustR${name.slice(1)}`
  const lenient: Run = (args, environment) => {
    try {
      return run(args, environment)
    } catch (error) {
      if (soft !== undefined && error instanceof Fault) return soft
      throw error
    }
  }
  return {
    [name]: define(`${name} ${rest}`, parameters, lenient),
    [must]: define(`${must} ${rest}`, parameters, run),
  }
}

const two = ['string', 'string'] as const
const three = ['string', 'string', 'string'] as const
const counted = ['string', 'string', 'int'] as const

export const regexFunctions: FunctionTable = {
  ...pair(
    'regexMatch',
    'pattern text',
    two,
    ([pattern, value]) => matches(text(pattern), text(value)).length > 0,
    false,
  ),
  ...pair(
    'regexFind',
    'pattern text',
    two,
    ([pattern, value]) => matches(text(pattern), text(value))[0]?.[0] ?? '',
  ),
  ...pair('regexFindAll', 'pattern text count', counted, ([pattern, value, limit]) => {
    const found = matches(text(pattern), text(value)).map((match) => match[0])
    return textList(count(limit) < 0 ? found : found.slice(0, count(limit)))
  }),
  ...pair('regexReplaceAll', 'pattern text replacement', three, ([pattern, value, replacement]) =>
    replaceAll(text(pattern), text(value), text(replacement)),
  ),
  ...pair(
    'regexReplaceAllLiteral',
    'pattern text replacement',
    three,
    ([pattern, value, replacement]) =>
      text(value).replace(regexpOf(text(pattern)), () => text(replacement)),
  ),
  ...pair('regexSplit', 'pattern text count', counted, ([pattern, value, limit]) =>
    textList(split(text(pattern), text(value), count(limit))),
  ),
  regexQuoteMeta: define('regexQuoteMeta text', ['string'], ([value]) =>
    text(value).replace(/[\\.+*?()|[\]{}^$]/g, '\\$&'),
  ),
}
