import {
  civilTime,
  clockText,
  createDateTime,
  dateText,
  daysInMonth,
} from '../../types/date-time.ts'
import { dayName } from '../../types/go-text.ts'
import { MONTHS } from '../../types/time-layout.ts'
import type { CivilTime } from '../../types/date-time.ts'
import type { Value } from '../../types/value.ts'
import { checkKinds, countText, expectArguments, kindText } from '../check.ts'
import { EvaluationError, type CheckCall, type ScalarFunction } from '../definition.ts'
import { timeAt } from './arguments.ts'
import { defineScalar } from './define.ts'
import { INT, INT64 } from './shapes.ts'

const oneTime = expectArguments('datetime')

const checkMonthName: CheckCall = (args) => {
  if (args.length !== 1) return countText(1, args.length)
  // eKuiper's own text names the wrong parameter.
  return checkKinds(args, ['datetime']) === undefined ? undefined : kindText('datetime', 2)
}

const checkFractionDigits: CheckCall = (args) => {
  const [digits] = args
  if (args.length > 1) return 'too many arguments'
  return digits === undefined || digits.kind === 'integer' ? undefined : kindText('int', 1)
}

interface DatePart {
  readonly name: string
  readonly aliases?: readonly string[]
  readonly summary: string
  readonly result: string
  readonly read: (civil: CivilTime) => Value
}

const PARTS: readonly DatePart[] = [
  {
    name: 'month',
    summary: 'The month of a time, 1 to 12.',
    result: '2',
    read: (civil) => BigInt(civil.month),
  },
  {
    name: 'month_name',
    summary: 'The English name of the month of a time.',
    result: '"February"',
    read: (civil) => MONTHS[civil.month - 1] ?? '',
  },
  {
    name: 'day_of_month',
    aliases: ['day'],
    summary: 'The day of the month of a time.',
    result: '29',
    read: (civil) => BigInt(civil.day),
  },
  {
    name: 'day_of_week',
    summary: 'The day of the week of a time, 0 for Sunday.',
    result: '4',
    read: (civil) => ({ kind: 'weekday', day: civil.weekday }),
  },
  {
    name: 'day_of_year',
    summary: 'The day of the year of a time.',
    result: '60',
    read: (civil) => BigInt(civil.yearDay),
  },
  {
    name: 'day_name',
    summary: 'The English name of the day of the week of a time.',
    result: '"Thursday"',
    read: (civil) => dayName(civil.weekday),
  },
  {
    name: 'hour',
    summary: 'The hour of a time, 0 to 23.',
    result: '12',
    read: (civil) => BigInt(civil.hour),
  },
  {
    name: 'minute',
    summary: 'The minute of a time.',
    result: '34',
    read: (civil) => BigInt(civil.minute),
  },
  {
    name: 'second',
    summary: 'The second of a time.',
    result: '56',
    read: (civil) => BigInt(civil.second),
  },
  {
    name: 'microsecond',
    summary: 'The microseconds of a time within its second.',
    result: '789000',
    read: (civil) => BigInt(Math.floor(civil.nanosecond / 1000)),
  },
  {
    name: 'last_day',
    summary: 'The date of the last day of the month of a time.',
    result: '"2024-02-29"',
    read: lastDay,
  },
]

/** Times are milliseconds since 1970, texts, or what a cast to datetime gave; read in their own zone. */
export const dateFunctions: readonly ScalarFunction[] = [
  ...PARTS.map(definePart),
  defineScalar({
    name: 'to_seconds',
    category: 'date',
    signatures: ['to_seconds(time)'],
    summary: 'The seconds from 1970 to a time.',
    example: { expression: 'to_seconds(t)', row: '{"t":"2024-02-29"}', result: '1709164800' },
    check: expectArguments('any'),
    evaluate: (args, context) => BigInt(Math.floor(timeAt(args, 0, context).epochMs / 1000)),
    shape: () => INT64,
  }),
  defineNow(
    'now',
    ['current_timestamp', 'local_time', 'local_timestamp'],
    'The date and time now.',
    (civil) => `${dateText(civil)} ${clockText(civil)}`,
  ),
  defineNow('cur_time', ['current_time'], 'The time of day now.', clockText),
  defineScalar({
    name: 'cur_date',
    aliases: ['current_date'],
    category: 'date',
    signatures: ['cur_date()'],
    summary: 'The date of today.',
    example: { expression: 'length(cur_date())', result: '10' },
    check: expectArguments(),
    evaluate: (_, context) => dateText(civilTime(createDateTime(context.now()))),
  }),
]

function definePart({ name, aliases, summary, result, read }: DatePart): ScalarFunction {
  return defineScalar({
    name,
    ...(aliases === undefined ? {} : { aliases }),
    category: 'date',
    signatures: [`${name}(time)`],
    summary,
    example: { expression: `${name}(t)`, row: '{"t":"2024-02-29T12:34:56.789Z"}', result },
    check: name === 'month_name' ? checkMonthName : oneTime,
    whenNull: 'evaluate',
    evaluate: (args, context) => read(civilTime(timeAt(args, 0, context))),
    shape: () => INT,
  })
}

function defineNow(
  name: string,
  aliases: readonly string[],
  summary: string,
  format: (civil: CivilTime) => string,
): ScalarFunction {
  const example = name === 'now' ? '19' : '8'
  return defineScalar({
    name,
    aliases,
    category: 'date',
    signatures: [`${name}()`],
    summary,
    example: { expression: `length(${name}())`, result: example },
    check: checkFractionDigits,
    evaluate: (args, context) => {
      if (args.length > 0) {
        throw new EvaluationError('a number of fraction digits is accepted, but cannot be used')
      }
      return format(civilTime(createDateTime(context.now())))
    },
  })
}

function lastDay(civil: CivilTime): string {
  return dateText({ ...civil, day: daysInMonth(civil.year, civil.month) })
}
