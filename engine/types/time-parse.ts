import { daysInMonth, fromCivil } from './date-time.ts'
import { MONTHS, WEEKDAYS, type LayoutPart } from './time-layout.ts'
import { fixedZone, UTC } from './time-zone.ts'
import type { DateTime } from './value.ts'

interface ParsedFields {
  year: number
  month: number
  day: number
  yearDay: number
  hour: number
  minute: number
  second: number
  nanosecond: number
  isAfternoon: boolean
  isMorning: boolean
  offsetSeconds: number | undefined
}

/** Go's time.ParseInLocation; undefined where the text does not match the layout. */
export function parseWithLayout(
  text: string,
  parts: readonly LayoutPart[],
  zone = UTC,
): DateTime | undefined {
  const cursor = new Cursor(text)
  const fields: ParsedFields = {
    year: 0,
    month: 0,
    day: -1,
    yearDay: 0,
    hour: 0,
    minute: 0,
    second: 0,
    nanosecond: 0,
    isAfternoon: false,
    isMorning: false,
    offsetSeconds: undefined,
  }
  for (const [index, part] of parts.entries()) {
    const isRead = part.literal
      ? cursor.literal(part.text)
      : readField(part.text, cursor, fields, parts[index + 1])
    if (!isRead) return undefined
  }
  return cursor.isAtEnd() ? assemble(fields, zone) : undefined
}

class Cursor {
  private at = 0
  private readonly text: string
  constructor(text: string) {
    this.text = text
  }

  isAtEnd(): boolean {
    return this.at >= this.text.length
  }

  /** A blank of the layout stands for any number of blanks. */
  literal(expected: string): boolean {
    for (let i = 0; i < expected.length; i++) {
      if (expected[i] === ' ') {
        if (this.at < this.text.length && this.text[this.at] !== ' ') return false
        while (expected[i + 1] === ' ') i++
        while (this.text[this.at] === ' ') this.at++
        continue
      }
      if (this.text[this.at] !== expected[i]) return false
      this.at++
    }
    return true
  }

  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at
    const match = pattern.exec(this.text)
    if (match === null) return undefined
    this.at = pattern.lastIndex
    return match[0]
  }
}

const ONE_OR_TWO = /\d{1,2}/y
const TWO = /\d{2}/y
const THREE = /\d{3}/y
const FOUR = /\d{4}/y
const FRACTION = /[.,]\d+/y
const BLANKS = / */y
/** A zone's letters: three of them, or four or five that end in T; `GMT` may have an offset. */
const ZONE_NAME =
  /UTC|GMT(?:[+-]\d{1,2})?|ChST|MeST|WITA(?![A-Z])|[A-Z]{4}T(?![A-Z])|[A-Z]{3}T(?![A-Z])|[A-Z]{3}(?![A-Z])|[+-](?:0*(?:1?\d|2[0-3]))(?!\d)/y

function readField(
  field: string,
  cursor: Cursor,
  fields: ParsedFields,
  next: LayoutPart | undefined,
): boolean {
  switch (field) {
    case '2006':
      return number(cursor.take(FOUR), (value) => (fields.year = value))
    case '06':
      return number(
        cursor.take(TWO),
        (value) => (fields.year = value + (value >= 69 ? 1900 : 2000)),
      )
    case '1':
      return inRange(cursor.take(ONE_OR_TWO), 1, 12, (value) => (fields.month = value))
    case '01':
      return inRange(cursor.take(TWO), 1, 12, (value) => (fields.month = value))
    case 'January':
    case 'Jan':
      return name(cursor, MONTHS, field === 'Jan', (index) => (fields.month = index + 1))
    case 'Monday':
    case 'Mon':
      return name(cursor, WEEKDAYS, field === 'Mon', () => undefined)
    case '2':
      return number(cursor.take(ONE_OR_TWO), (value) => (fields.day = value))
    case '_2':
      cursor.take(BLANKS)
      return number(cursor.take(ONE_OR_TWO), (value) => (fields.day = value))
    case '02':
      return number(cursor.take(TWO), (value) => (fields.day = value))
    case '002':
    case '__2':
      cursor.take(BLANKS)
      return inRange(cursor.take(THREE), 1, 366, (value) => (fields.yearDay = value))
    default:
      return readClockField(field, cursor, fields, next)
  }
}

function readClockField(
  field: string,
  cursor: Cursor,
  fields: ParsedFields,
  next: LayoutPart | undefined,
): boolean {
  switch (field) {
    case '15':
      return inRange(cursor.take(ONE_OR_TWO), 0, 23, (value) => (fields.hour = value))
    case '3':
      return inRange(cursor.take(ONE_OR_TWO), 0, 12, (value) => (fields.hour = value))
    case '03':
      return inRange(cursor.take(TWO), 0, 12, (value) => (fields.hour = value))
    case '4':
      return inRange(cursor.take(ONE_OR_TWO), 0, 59, (value) => (fields.minute = value))
    case '04':
      return inRange(cursor.take(TWO), 0, 59, (value) => (fields.minute = value))
    case '5':
    case '05': {
      const digits = cursor.take(field === '5' ? ONE_OR_TWO : TWO)
      if (!inRange(digits, 0, 59, (value) => (fields.second = value))) return false
      // A fraction after the seconds is taken even where the layout has none.
      const hasFraction = next !== undefined && !next.literal && /^[.,]/.test(next.text)
      if (!hasFraction) fraction(cursor.take(FRACTION), fields)
      return true
    }
    case 'PM':
    case 'pm':
      return halfDay(cursor.take(field === 'PM' ? /[AP]M/y : /[ap]m/y), fields)
    case 'MST':
      return zoneName(cursor.take(ZONE_NAME), fields)
    default:
      return readOffsetOrFraction(field, cursor, fields)
  }
}

function readOffsetOrFraction(field: string, cursor: Cursor, fields: ParsedFields): boolean {
  if (/^[.,]/.test(field)) {
    const text = cursor.take(FRACTION)
    if (field[1] === '9') {
      fraction(text, fields)
      return true
    }
    if (text?.length !== field.length) return false
    fraction(text, fields)
    return true
  }
  if (field.startsWith('Z') && cursor.take(/Z/y) !== undefined) {
    fields.offsetSeconds = 0
    return true
  }
  const separator = field.includes(':') ? ':' : ''
  const digits = field.replace(/[^\d]/g, '').length
  const groups = Array.from({ length: digits / 2 }, () => '\\d{2}').join(separator)
  const text = cursor.take(new RegExp(`[+-]${groups}`, 'y'))
  if (text === undefined) return false
  const [hours = 0, minutes = 0, seconds = 0] = (text.match(/\d\d/g) ?? []).map(Number)
  if (hours > 24 || minutes > 60 || seconds > 60) return false
  const size = hours * 3600 + minutes * 60 + seconds
  fields.offsetSeconds = text.startsWith('-') ? -size : size
  return true
}

function number(digits: string | undefined, store: (value: number) => void): boolean {
  if (digits === undefined) return false
  store(Number(digits))
  return true
}

function inRange(
  digits: string | undefined,
  low: number,
  high: number,
  store: (value: number) => void,
): boolean {
  if (digits === undefined || Number(digits) < low || Number(digits) > high) return false
  store(Number(digits))
  return true
}

function name(
  cursor: Cursor,
  names: readonly string[],
  isShort: boolean,
  store: (index: number) => void,
): boolean {
  const forms = names.map((full) => (isShort ? full.slice(0, 3) : full))
  const found = cursor.take(new RegExp(forms.join('|'), 'iy'))?.toLowerCase()
  if (found === undefined) return false
  store(forms.findIndex((form) => form.toLowerCase() === found))
  return true
}

function fraction(text: string | undefined, fields: ParsedFields): void {
  if (text === undefined) return
  fields.nanosecond = Number(text.slice(1, 10).padEnd(9, '0'))
}

function halfDay(text: string | undefined, fields: ParsedFields): boolean {
  if (text === undefined) return false
  fields.isAfternoon = text.toUpperCase() === 'PM'
  fields.isMorning = !fields.isAfternoon
  return true
}

/** Go keeps an unknown abbreviation and takes its offset as zero, unless `-0700` told it. */
function zoneName(text: string | undefined, fields: ParsedFields): boolean {
  if (text === undefined) return false
  // The name UTC wins over an offset that was read before it.
  if (text === 'UTC') fields.offsetSeconds = 0
  const hours = text.startsWith('GMT') ? Number(text.slice(3)) : 0
  fields.offsetSeconds ??= hours * 3600
  return true
}

function assemble(fields: ParsedFields, zone: string): DateTime | undefined {
  let { hour, month, day } = fields
  if (fields.isAfternoon && hour < 12) hour += 12
  else if (fields.isMorning && hour === 12) hour = 0
  if (fields.yearDay > 0) {
    month = 1
    day = fields.yearDay
  } else {
    month = month === 0 ? 1 : month
    day = day === -1 ? 1 : day
    if (day < 1 || day > daysInMonth(fields.year, month)) return undefined
  }
  const offset = fields.offsetSeconds
  const place = offset === undefined ? zone : fixedZone(offset)
  const { year, minute, second, nanosecond } = fields
  return fromCivil({ year, month, day, hour, minute, second, nanosecond }, place)
}
