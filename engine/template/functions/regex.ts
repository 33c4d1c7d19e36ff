import { compileGoRegexp, type GoRegexp } from '../../types/go-regexp.ts'
import { NIL_LIST } from '../../types/value.ts'
import { Fault } from '../fault.ts'
import type { FunctionTable, Parameter, TemplateFunction } from '../function.ts'
import type { TemplateValue } from '../value.ts'
import { count, text, textList } from './convert.ts'
import { definer } from './define.ts'

const define = definer('regex')

/** Patterns are mostly constants: the last few are kept compiled. */
const compiled = new Map<string, GoRegexp>()
const compiledLimit = 64

function regexpOf(pattern: TemplateValue): GoRegexp {
  const source = text(pattern)
  const known = compiled.get(source)
  if (known !== undefined) return known
  const result = compileGoRegexp(source)
  if (!result.ok) throw new Fault(result.error)
  if (compiled.size >= compiledLimit) compiled.clear()
  compiled.set(source, result.regexp)
  return result.regexp
}

/** Nothing found is Go's nil list. */
function textsOrNone(found: readonly string[]): TemplateValue {
  return found.length === 0 ? NIL_LIST : textList(found)
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
      if (!(error instanceof Fault)) throw error
      if (soft !== undefined) return soft
      throw new Fault(`regexp: Compile(\`${text(args[0])}\`): ${error.message}`)
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
    ([pattern, value]) => regexpOf(pattern).test(text(value)),
    false,
  ),
  ...pair(
    'regexFind',
    'pattern text',
    two,
    ([pattern, value]) => regexpOf(pattern).find(text(value)) ?? '',
  ),
  ...pair('regexFindAll', 'pattern text count', counted, ([pattern, value, limit]) => {
    const found = regexpOf(pattern).findAll(text(value))
    return textsOrNone(count(limit) < 0 ? found : found.slice(0, count(limit)))
  }),
  ...pair('regexReplaceAll', 'pattern text replacement', three, ([pattern, value, replacement]) =>
    regexpOf(pattern).replaceAll(text(value), text(replacement)),
  ),
  ...pair(
    'regexReplaceAllLiteral',
    'pattern text replacement',
    three,
    ([pattern, value, replacement]) =>
      regexpOf(pattern).replaceAllLiteral(text(value), text(replacement)),
  ),
  ...pair('regexSplit', 'pattern text count', counted, ([pattern, value, limit]) =>
    textsOrNone(regexpOf(pattern).split(text(value), count(limit))),
  ),
  regexQuoteMeta: define('regexQuoteMeta text', ['string'], ([value]) =>
    text(value).replace(/[\\.+*?()|[\]{}^$]/g, '\\$&'),
  ),
}
