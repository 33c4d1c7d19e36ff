import {
  addNanoseconds,
  civilTime,
  compareDateTimes,
  epochNanoseconds,
  formatDateTime,
  fromCivil,
} from '../types/date-time.ts'
import { dayName, isDateTime, isDuration } from '../types/go-text.ts'
import { formatLayout, MONTHS, parseLayout } from '../types/time-layout.ts'
import { zoneAbbreviation } from '../types/time-zone.ts'
import type { DateTime, Duration, Value } from '../types/value.ts'
import { Fault } from './fault.ts'
import { goInt, GoInt, namedInteger, type TemplateValue } from './value.ts'

/** Go's zero time, the first of January of the year 1. */
export const zeroTimeMs = -62135596800000

type TimeMethod = (time: DateTime, args: readonly TemplateValue[]) => TemplateValue

const methods: Readonly<Record<string, TimeMethod>> = {
  Year: (time) => goInt(civilTime(time).year),
  Month: (time) => {
    const { month } = civilTime(time)
    return namedInteger('time.Month', MONTHS[month - 1] ?? '', month)
  },
  Day: (time) => goInt(civilTime(time).day),
  Hour: (time) => goInt(civilTime(time).hour),
  Minute: (time) => goInt(civilTime(time).minute),
  Second: (time) => goInt(civilTime(time).second),
  Nanosecond: (time) => goInt(civilTime(time).nanosecond),
  Weekday: (time) => {
    const { weekday } = civilTime(time)
    return namedInteger('time.Weekday', dayName(weekday), weekday)
  },
  YearDay: (time) => goInt(civilTime(time).yearDay),
  Unix: (time) => BigInt(Math.floor(time.epochMs / 1000)),
  UnixMilli: (time) => BigInt(time.epochMs),
  UnixMicro: (time) => epochNanoseconds(time) / 1000n,
  UnixNano: (time) => epochNanoseconds(time),
  IsZero: (time) => time.epochMs === zeroTimeMs && time.nanos === 0,
  UTC: (time) => ({ ...time, zone: 'UTC' }),
  Local: (time) => ({ ...time, zone: 'UTC' }),
  Location: (time) => zoneAbbreviation(time.zone, time.epochMs),
  String: (time) => formatDateTime(time),
  Format: (time, [layout]) => formatLayout(time, parseLayout(textArgument(layout))),
  Add: (time, [duration]) => addNanoseconds(time, durationArgument(duration)),
  Sub: (time, [other]) => ({
    kind: 'duration',
    nanoseconds: epochNanoseconds(time) - epochNanoseconds(timeArgument(other)),
  }),
  AddDate: (time, [years, months, days]) => {
    const civil = civilTime(time)
    const moved = {
      ...civil,
      year: civil.year + intArgument(years),
      month: civil.month + intArgument(months),
      day: civil.day + intArgument(days),
    }
    return fromCivil(moved, time.zone)
  },
  After: (time, [other]) => compareDateTimes(time, timeArgument(other)) > 0,
  Before: (time, [other]) => compareDateTimes(time, timeArgument(other)) < 0,
  Equal: (time, [other]) => compareDateTimes(time, timeArgument(other)) === 0,
  Compare: (time, [other]) => goInt(Math.sign(compareDateTimes(time, timeArgument(other)))),
  Truncate: (time, [duration]) => {
    const step = durationArgument(duration)
    const since = epochNanoseconds(time) - BigInt(zeroTimeMs) * 1_000_000n
    return step <= 0n ? time : addNanoseconds(time, -(since % step))
  },
  Round: (time, [duration]) => {
    const step = durationArgument(duration)
    if (step <= 0n) return time
    const rest = (epochNanoseconds(time) - BigInt(zeroTimeMs) * 1_000_000n) % step
    return addNanoseconds(time, rest * 2n < step ? -rest : step - rest)
  },
}

/** How many arguments a method takes where it takes any. */
const arities: Readonly<Record<string, number>> = {
  Format: 1,
  Add: 1,
  Sub: 1,
  AddDate: 3,
  After: 1,
  Before: 1,
  Equal: 1,
  Compare: 1,
  Truncate: 1,
  Round: 1,
}

/** A method of time.Time; undefined where there is none of that name. */
export function callTimeMethod(
  time: DateTime,
  name: string,
  args: readonly TemplateValue[],
): TemplateValue {
  if (!Object.hasOwn(methods, name)) return undefined
  const wanted = Object.hasOwn(arities, name) ? arities[name] : 0
  if (args.length !== wanted) {
    throw new Fault(`wrong number of args for ${name}: want ${wanted} got ${args.length}`)
  }
  return methods[name]?.(time, args)
}

export function readDurationMethod(duration: Duration, name: string): TemplateValue {
  const { nanoseconds } = duration
  switch (name) {
    case 'Hours':
      return Number(nanoseconds) / 3.6e12
    case 'Minutes':
      return Number(nanoseconds) / 6e10
    case 'Seconds':
      return Number(nanoseconds) / 1e9
    case 'Milliseconds':
      return nanoseconds / 1_000_000n
    case 'Microseconds':
      return nanoseconds / 1000n
    case 'Nanoseconds':
      return nanoseconds
    default:
      return undefined
  }
}

function textArgument(value: TemplateValue): string {
  if (typeof value === 'string') return value
  throw new Fault('wrong type for value; expected string')
}

function intArgument(value: TemplateValue): number {
  if (value instanceof GoInt) return Number(value.value)
  throw new Fault('wrong type for value; expected int')
}

function timeArgument(value: TemplateValue): DateTime {
  const time = value as Value | undefined
  if (isDateTime(time)) return time
  throw new Fault('wrong type for value; expected time.Time')
}

/** Go takes an untyped constant for a duration as nanoseconds. */
function durationArgument(value: TemplateValue): bigint {
  if (value instanceof GoInt) return value.value
  const duration = value as Value | undefined
  if (isDuration(duration)) return duration.nanoseconds
  throw new Fault('wrong type for value; expected time.Duration')
}
