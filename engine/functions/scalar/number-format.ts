import { formatFixedFloat } from '../../types/float-text.ts'
import { kindText } from '../check.ts'
import { EvaluationError, type CheckCall, type ScalarFunction } from '../definition.ts'
import { argumentAt, textAt, type Args } from './arguments.ts'
import { defineScalar } from './define.ts'

const checkFormat: CheckCall = (args) => {
  if (args.length < 2) return `Expect at least 2 arguments but found ${args.length}.`
  if (args[1]?.kind !== 'integer') return kindText('integer', 2)
  return args.length < 3 || args[2]?.kind === 'string' ? undefined : kindText('string', 3)
}

/** No float has more digits after the point. */
const MAXIMAL_PLACES = 1100

export const formatFunction: ScalarFunction = defineScalar({
  name: 'format',
  category: 'string',
  signatures: ['format(x, digits)', 'format(x, digits, locale)'],
  summary:
    'A number with that many digits after the point; a locale such as en_US groups thousands.',
  example: { expression: 'format(x, 2)', row: '{"x":1234.5}', result: '"1234.50"' },
  check: checkFormat,
  evaluate: (args) => {
    const places = Number(argumentAt(args, 1))
    if (places < 0) throw new EvaluationError('the decimal places must greater or equal than 0')
    const digits = formatFixedFloat(numberOrZero(args), Math.min(places, MAXIMAL_PLACES))
    return args.length === 3 ? localize(digits, textAt(args, 2)) : digits
  },
})

/** What is no number counts as zero. */
function numberOrZero(args: Args): number {
  const value = argumentAt(args, 0)
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : 0
}

interface NumberStyle {
  readonly group: string
  readonly decimal: string
  readonly minus: string
  /** Digits of the group next to the point, and of the others. */
  readonly sizes: readonly [number, number]
}

function localize(digits: string, locale: string): string {
  const style = styleOf(locale)
  const [whole = '', fraction] = digits.replace('-', '').split('.')
  const grouped = groupDigits(whole, style)
  const sign = digits.startsWith('-') ? style.minus : ''
  return sign + (fraction === undefined ? grouped : grouped + style.decimal + fraction)
}

function groupDigits(whole: string, { group, sizes }: NumberStyle): string {
  const parts: string[] = []
  let rest = whole
  for (let size = sizes[0]; rest.length > size; size = sizes[1]) {
    parts.unshift(rest.slice(-size))
    rest = rest.slice(0, -size)
  }
  return [rest, ...parts].join(group)
}

/** Only a language with a country is a locale here, as for eKuiper. */
function styleOf(locale: string): NumberStyle {
  const tag = locale.replace('_', '-')
  const isKnown =
    /^[a-z]{2,3}-(?:[A-Z][a-z]{3}-)?[A-Z]{2}$/i.test(tag) &&
    Intl.NumberFormat.supportedLocalesOf([tag]).length > 0
  if (!isKnown) throw new EvaluationError(`not support for the specific locale:${locale}`)
  const parts = new Intl.NumberFormat(tag, {
    numberingSystem: 'latn',
    minimumFractionDigits: 1,
  }).formatToParts(-1234567890.5)
  const text = (type: Intl.NumberFormatPartTypes, fallback: string) =>
    (parts.find((part) => part.type === type)?.value ?? fallback).replace('\u202f', '\u00a0')
  const integers = parts.filter((part) => part.type === 'integer').map((part) => part.value.length)
  const last = integers.at(-1) ?? 3
  return {
    // The locale data of eKuiper has typographic apostrophes.
    group: text('group', ',').replace("'", '\u2019'),
    decimal: text('decimal', '.'),
    minus: text('minusSign', '-'),
    sizes: [last, integers.at(-2) ?? last],
  }
}
