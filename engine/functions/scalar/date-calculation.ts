import { toDateTime } from '../../types/cast.ts'
import {
  addNanoseconds,
  civilTime,
  clockText,
  createDateTime,
  dateText,
  epochNanoseconds,
} from '../../types/date-time.ts'
import { MAX_DURATION, MIN_DURATION, parseDuration } from '../../types/duration.ts'
import { isZoneName, UTC } from '../../types/time-zone.ts'
import { compileTimePattern, formatTimePattern } from '../../types/time-pattern.ts'
import type { DateTime } from '../../types/value.ts'
import { checkKinds, countText, expectArguments, kindText } from '../check.ts'
import { EvaluationError, type CheckCall, type ScalarFunction } from '../definition.ts'
import { argumentAt, integerAt, textAt, timeAt, unwrap } from './arguments.ts'
import { defineScalar } from './define.ts'

const DAY_NANOSECONDS = 86_400_000_000_000n

const checkDateCalc: CheckCall = (args) => {
  if (args.length !== 2) return countText(2, args.length)
  const reason = checkKinds(args, ['datetime', 'any'])
  if (reason !== undefined) return reason
  return args[1]?.kind === 'string' ? undefined : kindText('string', 2)
}

const checkDateDiff: CheckCall = (args) => {
  if (args.length !== 2) return countText(2, args.length)
  // eKuiper names the first parameter for both.
  return checkKinds(args, ['datetime', 'datetime']) && kindText('datetime', 1)
}

export const dateCalculationFunctions: readonly ScalarFunction[] = [
  defineScalar({
    name: 'format_time',
    category: 'date',
    signatures: ['format_time(time, pattern)'],
    summary: 'A time as text, in a pattern such as yyyy-MM-dd HH:mm:ss.',
    example: {
      expression: "format_time(t, 'yyyy-MM-dd HH:mm')",
      row: '{"t":1709210096789}',
      result: '"2024-02-29 12:34"',
    },
    check: expectArguments('datetime', 'string'),
    evaluate: (args, context) => formatPattern(timeAt(args, 0, context), textAt(args, 1)),
    bind: ([, literal]) => bindPattern(literal),
  }),
  defineScalar({
    name: 'convert_tz',
    category: 'date',
    signatures: ['convert_tz(time, zone)'],
    summary: 'The same time in another zone, such as Asia/Tokyo.',
    example: {
      expression: "convert_tz(t, 'Asia/Tokyo')",
      row: '{"t":0}',
      result: '"1970-01-01T09:00:00+09:00"',
    },
    check: expectArguments('datetime', 'string'),
    evaluate: (args, context) => {
      const time = unwrap(toDateTime(argumentAt(args, 0), context.now()))
      const zone = textAt(args, 1)
      if (zone === '' || zone === 'Local') return createDateTime(time.epochMs, UTC, time.nanos)
      if (isZoneName(zone)) return createDateTime(time.epochMs, zone, time.nanos)
      throw new EvaluationError(`unknown time zone ${zone}`)
    },
  }),
  defineScalar({
    name: 'date_calc',
    category: 'date',
    signatures: ["date_calc(time, '1h30m')"],
    summary: 'A time moved by a duration of hours, minutes and seconds, as text.',
    example: {
      expression: "date_calc(t, '-30m')",
      row: '{"t":"2024-02-29 12:34:56"}',
      result: '"2024-02-29 12:04:56"',
    },
    check: checkDateCalc,
    whenNull: 'evaluate',
    evaluate: (args, context) => {
      const time = timeAt(args, 0, context)
      return dateTimeText(addNanoseconds(time, readOffset(textAt(args, 1))))
    },
  }),
  defineScalar({
    name: 'date_diff',
    category: 'date',
    signatures: ['date_diff(from, to)'],
    summary: 'The nanoseconds from one time to another, as a duration.',
    example: { expression: 'date_diff(a, b)', row: '{"a":0,"b":1000}', result: '1000000000' },
    check: checkDateDiff,
    whenNull: 'evaluate',
    evaluate: (args, context) => {
      const from = timeAt(args, 0, context)
      const difference = epochNanoseconds(timeAt(args, 1, context)) - epochNanoseconds(from)
      return { kind: 'duration', nanoseconds: saturate(difference) }
    },
  }),
  defineScalar({
    name: 'from_days',
    category: 'date',
    signatures: ['from_days(days)'],
    summary: 'The date of a day, counted from 1 for 1970-01-01; 0 gives null.',
    example: { expression: 'from_days(x)', row: '{"x":19783}', result: '"2024-02-29"' },
    check: expectArguments('computed int'),
    evaluate: (args) => {
      const days = integerAt(args, 0)
      if (days === 0n) return null
      // Go counts in 64-bit nanoseconds, which wrap.
      const offset = BigInt.asIntN(64, (days - 1n) * DAY_NANOSECONDS)
      return dateText(civilTime(addNanoseconds(createDateTime(0), offset)))
    },
  }),
  defineScalar({
    name: 'from_unix_time',
    category: 'date',
    signatures: ['from_unix_time(seconds)'],
    summary: 'The date and time of seconds since 1970, as text; 0 gives null.',
    example: {
      expression: 'from_unix_time(x)',
      row: '{"x":1709210096}',
      result: '"2024-02-29 12:34:56"',
    },
    check: expectArguments('computed int'),
    evaluate: (args) => {
      const seconds = integerAt(args, 0)
      return seconds === 0n ? null : dateTimeText(createDateTime(Number(seconds) * 1000))
    },
  }),
]

function formatPattern(time: DateTime, text: string): string {
  const pattern = compileTimePattern(text)
  if (!pattern.ok) throw new EvaluationError(pattern.error)
  return formatTimePattern(time, pattern)
}

function bindPattern(literal: unknown): ScalarFunction['evaluate'] | undefined {
  if (typeof literal !== 'string') return undefined
  const pattern = compileTimePattern(literal)
  if (!pattern.ok) return undefined
  return (args, context) => formatTimePattern(timeAt(args, 0, context), pattern)
}

/** A minus in front is eKuiper's own, so that `--1h` goes forward. */
function readOffset(text: string): bigint {
  const isBackward = text.startsWith('-')
  const duration = parseDuration(isBackward ? text.slice(1) : text)
  if (!duration.ok) throw new EvaluationError(duration.error)
  return isBackward ? -duration.nanoseconds : duration.nanoseconds
}

function dateTimeText(time: DateTime): string {
  const civil = civilTime(time)
  return `${dateText(civil)} ${clockText(civil)}`
}

function saturate(nanoseconds: bigint): bigint {
  if (nanoseconds > MAX_DURATION) return MAX_DURATION
  return nanoseconds < MIN_DURATION ? MIN_DURATION : nanoseconds
}
