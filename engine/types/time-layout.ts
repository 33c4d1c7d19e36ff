import { civilTime, offsetText, pad2, padYear, type CivilTime } from './date-time.ts'
import { zoneAbbreviation } from './time-zone.ts'
import type { DateTime } from './value.ts'

/** Go's time layouts (`2006-01-02`): how they are read, and formatting with them. */

export const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const

export const WEEKDAYS = [
  'Sunday',
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
] as const

/** An element of a layout: literal text, or a field named by Go's reference text for it. */
export interface LayoutPart {
  readonly literal: boolean
  readonly text: string
}

/** In the order Go tries them at one place. */
const FIELDS = [
  'January',
  'Jan',
  'Monday',
  'Mon',
  'MST',
  '01',
  '02',
  '03',
  '04',
  '05',
  '06',
  '002',
  '15',
  '1',
  '2006',
  '2',
  '_2006',
  '_2',
  '__2',
  '3',
  '4',
  '5',
  'PM',
  'pm',
  '-070000',
  '-07:00:00',
  '-0700',
  '-07:00',
  '-07',
  'Z070000',
  'Z07:00:00',
  'Z0700',
  'Z07:00',
  'Z07',
] as const

export function parseLayout(layout: string): LayoutPart[] {
  const parts: LayoutPart[] = []
  let literal = ''
  for (let i = 0; i < layout.length;) {
    const field = fieldAt(layout, i)
    if (field === undefined) {
      literal += layout[i] ?? ''
      i++
      continue
    }
    if (field.startsWith('_2006')) literal += '_'
    if (literal !== '') parts.push({ literal: true, text: literal })
    literal = ''
    parts.push({ literal: false, text: field === '_2006' ? '2006' : field })
    i += field.length
  }
  if (literal !== '') parts.push({ literal: true, text: literal })
  return parts
}

export function formatLayout(time: DateTime, parts: readonly LayoutPart[]): string {
  const civil = civilTime(time)
  return parts
    .map((part) => (part.literal ? part.text : formatField(part.text, civil, time)))
    .join('')
}

function fieldAt(layout: string, at: number): string | undefined {
  const first = layout[at]
  if (first === '.' || first === ',') return fractionAt(layout, at)
  for (const field of FIELDS) {
    if (!layout.startsWith(field, at)) continue
    if ((field === 'Jan' || field === 'Mon') && /[a-z]/.test(layout[at + 3] ?? '')) continue
    return field
  }
  return undefined
}

/** `.000` and `.999` are fractions only where the digits end. */
function fractionAt(layout: string, at: number): string | undefined {
  const match = /^[.,](0+|9+)(?!\d)/.exec(layout.slice(at))
  return match?.[0]
}

function formatField(field: string, civil: CivilTime, time: DateTime): string {
  switch (field) {
    case '2006':
      return padYear(civil.year)
    case '06':
      return pad2(((civil.year % 100) + 100) % 100)
    case 'January':
      return MONTHS[civil.month - 1] ?? ''
    case 'Jan':
      return (MONTHS[civil.month - 1] ?? '').slice(0, 3)
    case '1':
      return String(civil.month)
    case '01':
      return pad2(civil.month)
    case 'Monday':
      return WEEKDAYS[civil.weekday] ?? ''
    case 'Mon':
      return (WEEKDAYS[civil.weekday] ?? '').slice(0, 3)
    case '2':
      return String(civil.day)
    case '_2':
      return String(civil.day).padStart(2)
    case '02':
      return pad2(civil.day)
    case '002':
      return String(civil.yearDay).padStart(3, '0')
    case '__2':
      return String(civil.yearDay).padStart(3)
    case 'MST':
      return zoneAbbreviation(time.zone, time.epochMs)
    default:
      return formatClockField(field, civil)
  }
}

function formatClockField(field: string, civil: CivilTime): string {
  const hour12 = civil.hour % 12 === 0 ? 12 : civil.hour % 12
  switch (field) {
    case '15':
      return pad2(civil.hour)
    case '3':
      return String(hour12)
    case '03':
      return pad2(hour12)
    case '4':
      return String(civil.minute)
    case '04':
      return pad2(civil.minute)
    case '5':
      return String(civil.second)
    case '05':
      return pad2(civil.second)
    case 'PM':
      return civil.hour >= 12 ? 'PM' : 'AM'
    case 'pm':
      return civil.hour >= 12 ? 'pm' : 'am'
    default:
      return /^[.,]/.test(field) ? formatFraction(field, civil) : formatOffset(field, civil)
  }
}

function formatFraction(field: string, civil: CivilTime): string {
  const digits = String(civil.nanosecond)
    .padStart(9, '0')
    .slice(0, field.length - 1)
  const padded = digits.padEnd(field.length - 1, '0')
  if (field[1] === '0') return `${field[0] ?? ''}${padded}`
  const trimmed = padded.replace(/0+$/, '')
  return trimmed === '' ? '' : `${field[0] ?? ''}${trimmed}`
}

function formatOffset(field: string, civil: CivilTime): string {
  if (field.startsWith('Z') && civil.offsetSeconds === 0) return 'Z'
  const separator = field.includes(':') ? ':' : ''
  const text = offsetText(civil.offsetSeconds, separator)
  if (field.length === 3) return text.slice(0, 3)
  const hasSeconds = field.length === 7 || field.length === 9
  return hasSeconds ? `${text}${separator}${pad2(Math.abs(civil.offsetSeconds) % 60)}` : text
}
