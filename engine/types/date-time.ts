import type { DateTime } from './value.ts'
import { fixedZone, UTC, zoneAbbreviation, zoneOffset } from './time-zone.ts'

const DAY_MS = 86_400_000

export function createDateTime(epochMs: number, zone = UTC, nanos = 0): DateTime {
  return { kind: 'datetime', epochMs, nanos, zone }
}

/** The calendar reading of an instant in its own zone. */
export interface CivilTime {
  readonly year: number
  /** 1 to 12. */
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  /** 0 to 999,999,999. */
  readonly nanosecond: number
  /** 0 is Sunday. */
  readonly weekday: number
  /** 1 to 366. */
  readonly yearDay: number
  readonly offsetSeconds: number
}

export function civilTime(time: DateTime): CivilTime {
  const offsetSeconds = zoneOffset(time.zone, time.epochMs)
  const local = time.epochMs + offsetSeconds * 1000
  const days = Math.floor(local / DAY_MS)
  const rest = local - days * DAY_MS
  const { year, month, day } = civilDate(days)
  return {
    year,
    month,
    day,
    hour: Math.floor(rest / 3_600_000),
    minute: Math.floor(rest / 60_000) % 60,
    second: Math.floor(rest / 1000) % 60,
    nanosecond: (rest % 1000) * 1_000_000 + time.nanos,
    weekday: (((days + 4) % 7) + 7) % 7,
    yearDay: days - daysFromCivil(year, 1, 1) + 1,
    offsetSeconds,
  }
}

export interface CivilFields {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour?: number
  readonly minute?: number
  readonly second?: number
  readonly nanosecond?: number
}

/** Go's time.Date: fields outside their range are carried over. */
export function fromCivil(fields: CivilFields, zone = UTC): DateTime {
  const monthIndex = fields.month - 1
  const year = fields.year + Math.floor(monthIndex / 12)
  const month = (((monthIndex % 12) + 12) % 12) + 1
  const days = daysFromCivil(year, month, 1) + fields.day - 1
  const seconds = (fields.hour ?? 0) * 3600 + (fields.minute ?? 0) * 60 + (fields.second ?? 0)
  const nanosecond = fields.nanosecond ?? 0
  const local = days * DAY_MS + seconds * 1000 + Math.floor(nanosecond / 1_000_000)
  return createDateTime(toUtc(local, zone), zone, nanosecond % 1_000_000)
}

export function daysInMonth(year: number, month: number): number {
  return (
    daysFromCivil(month === 12 ? year + 1 : year, (month % 12) + 1, 1) -
    daysFromCivil(year, month, 1)
  )
}

export function compareDateTimes(a: DateTime, b: DateTime): number {
  return a.epochMs - b.epochMs || a.nanos - b.nanos
}

/** Nanoseconds since 1970, exactly. */
export function epochNanoseconds(time: DateTime): bigint {
  return BigInt(time.epochMs) * 1_000_000n + BigInt(time.nanos)
}

export function addNanoseconds(time: DateTime, nanoseconds: bigint): DateTime {
  const total = epochNanoseconds(time) + nanoseconds
  const nanos = ((total % 1_000_000n) + 1_000_000n) % 1_000_000n
  return createDateTime(Number((total - nanos) / 1_000_000n), time.zone, Number(nanos))
}

/** RFC 3339 with as many fraction digits as needed, in the time's own zone: how JSON shows a time. */
export function formatRfc3339(time: DateTime): string {
  const civil = civilTime(time)
  const zone = civil.offsetSeconds === 0 ? 'Z' : offsetText(civil.offsetSeconds, ':')
  return `${dateText(civil)}T${clockText(civil)}${fractionText(civil)}${zone}`
}

/** Go's Time.String: `2006-01-02 15:04:05.999999999 -0700 MST`. */
export function formatDateTime(time: DateTime): string {
  const civil = civilTime(time)
  const zone = `${offsetText(civil.offsetSeconds, '')} ${zoneAbbreviation(time.zone, time.epochMs)}`
  return `${dateText(civil)} ${clockText(civil)}${fractionText(civil)} ${zone}`
}

export function dateText(civil: CivilTime): string {
  return `${padYear(civil.year)}-${pad2(civil.month)}-${pad2(civil.day)}`
}

export function clockText(civil: CivilTime): string {
  return `${pad2(civil.hour)}:${pad2(civil.minute)}:${pad2(civil.second)}`
}

export function padYear(year: number): string {
  return year < 0 ? `-${String(-year).padStart(4, '0')}` : String(year).padStart(4, '0')
}

export function pad2(value: number): string {
  return value < 10 ? `0${value}` : String(value)
}

/** `+hh:mm` or `+hhmm`. */
export function offsetText(offsetSeconds: number, separator: string): string {
  if (offsetSeconds === 0) return `+00${separator}00`
  const [hours = '', minutes = ''] = fixedZone(offsetSeconds).split(':')
  return `${hours}${separator}${minutes}`
}

function fractionText(civil: CivilTime): string {
  if (civil.nanosecond === 0) return ''
  return `.${String(civil.nanosecond).padStart(9, '0').replace(/0+$/, '')}`
}

function toUtc(localMs: number, zone: string): number {
  if (zone === UTC) return localMs
  // Go looks the offset up twice: the first guess may lie across a change of the clocks.
  const guess = localMs - zoneOffset(zone, localMs) * 1000
  return localMs - zoneOffset(zone, guess) * 1000
}

/** Days since 1970 of a proleptic Gregorian date, with years from March so that leap days come last. */
function daysFromCivil(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const leapDays = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100)
  return era * 146_097 + yearOfEra * 365 + leapDays + dayOfYear - 719_468
}

function civilDate(days: number): { year: number; month: number; day: number } {
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const centuries = Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + centuries) / 365)
  const leapDays = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100)
  const dayOfYear = dayOfEra - (365 * yearOfEra + leapDays)
  const monthIndex = Math.floor((5 * dayOfYear + 2) / 153)
  const month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * monthIndex + 2) / 5) + 1,
  }
}
