import { parseLayout, type LayoutPart } from './time-layout.ts'
import { parseWithLayout } from './time-parse.ts'
import { civilTime, createDateTime, fromCivil } from './date-time.ts'
import { UTC } from './time-zone.ts'
import type { DateTime } from './value.ts'

/** The layouts eKuiper tries on a text, in its order; the first that matches wins. */
const LAYOUTS: readonly (readonly LayoutPart[])[] = [
  '2006',
  '2006-1',
  '2006-1-2',
  '2006-1-2 15',
  '2006-1-2 15:4',
  '2006-1-2 15:4:5',
  '1-2',
  '15:4:5',
  '15:4',
  '15',
  '15:4:5 Jan 2, 2006 MST',
  '2006-01-02 15:04:05.999999999 -0700 MST',
  '2006-01-02T15:04:05Z0700',
  '2006-01-02T15:04:05Z07',
  '2006.1.2',
  '2006.1.2 15:04:05',
  '2006.01.02',
  '2006.01.02 15:04:05',
  '2006.01.02 15:04:05.999999999',
  '1/2/2006',
  '1/2/2006 15:4:5',
  '2006/01/02',
  '20060102',
  '2006/01/02 15:04:05',
  'Mon Jan _2 15:04:05 2006',
  'Mon Jan _2 15:04:05 MST 2006',
  'Mon Jan 02 15:04:05 -0700 2006',
  '02 Jan 06 15:04 MST',
  '02 Jan 06 15:04 -0700',
  'Monday, 02-Jan-06 15:04:05 MST',
  'Mon, 02 Jan 2006 15:04:05 MST',
  'Mon, 02 Jan 2006 15:04:05 -0700',
  '2006-01-02T15:04:05Z07:00',
  '2006-01-02T15:04:05.999999999Z07:00',
  '3:04PM',
  'Jan _2 15:04:05',
  'Jan _2 15:04:05.000',
  'Jan _2 15:04:05.000000',
  'Jan _2 15:04:05.000000000',
  '2006-01-02T15:04:05.000Z07:00',
  '2006-01-02T15:04:05',
].map(parseLayout)

const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?Z$/

const CLOCK_ONLY = /^\s*\d{1,2}(?::\d{1,2}){0,2}(?:\.(?:\d{3}|\d{6}|\d{9}))?\s*$/

/**
 * A text as a time, in whatever of the usual forms it has; undefined where none fits. A clock without
 * a date means that clock on the day of `now`, a day without a year the year of `now`.
 */
export function parseTimeText(text: string, now = 0): DateTime | undefined {
  return parseUtc(text) ?? parseAny(text, now)
}

/** The usual form, without trying thirty layouts first. */
function parseUtc(text: string): DateTime | undefined {
  const match = RFC3339.exec(text)
  if (match === null) return undefined
  const part = (index: number) => Number(match[index])
  const isUsual = within(part(2), 1, 12) && within(part(3), 1, 28)
  const isClock = part(4) < 24 && part(5) < 60 && part(6) < 60
  // Days from 29 on, and whatever is out of range, are left to the careful way.
  if (!isUsual || !isClock) return undefined
  return fromCivil({
    year: part(1),
    month: part(2),
    day: part(3),
    hour: part(4),
    minute: part(5),
    second: part(6),
    nanosecond: Number((match[7] ?? '').padEnd(9, '0')),
  })
}

function within(value: number, low: number, high: number): boolean {
  return value >= low && value <= high
}

function parseAny(text: string, now: number): DateTime | undefined {
  for (const layout of LAYOUTS) {
    const time = parseWithLayout(text, layout, UTC)
    if (time !== undefined) return completeDate(time, text, now)
  }
  return undefined
}

function completeDate(time: DateTime, text: string, now: number): DateTime {
  const parsed = civilTime(time)
  if (parsed.year !== 0) return time
  const today = civilTime(createDateTime(now))
  const isClock = CLOCK_ONLY.test(text)
  return fromCivil(
    {
      ...parsed,
      year: today.year,
      month: isClock ? today.month : parsed.month,
      day: isClock ? today.day : parsed.day,
    },
    time.zone,
  )
}
