import { addNanoseconds, createDateTime, epochNanoseconds } from '../../types/date-time.ts'
import { formatDuration, parseDuration } from '../../types/duration.ts'
import { isDateTime } from '../../types/go-text.ts'
import { formatLayout, parseLayout } from '../../types/time-layout.ts'
import { parseWithLayout } from '../../types/time-parse.ts'
import { isZoneName } from '../../types/time-zone.ts'
import type { DateTime, Value } from '../../types/value.ts'
import { Fault } from '../fault.ts'
import type { FunctionTable, TemplateEnvironment } from '../function.ts'
import { zeroTimeMs } from '../time-methods.ts'
import { GoInt, typeName, type TemplateValue } from '../value.ts'
import { text } from './convert.ts'
import { definer } from './define.ts'

const define = definer('date')

/** Times and whole seconds since 1970; every other value, a float too, means now. */
function timeOf(value: TemplateValue, environment: TemplateEnvironment): DateTime {
  if (isDateTime(value as Value | undefined)) return value as DateTime
  if (value instanceof GoInt) return createDateTime(Number(value.value) * 1000)
  if (typeof value === 'bigint') return createDateTime(Number(value) * 1000)
  return createDateTime(environment.now())
}

/** An unknown zone is UTC, as the local one is. */
function formatIn(layout: string, time: DateTime, zone: string): string {
  const known = zone !== 'Local' && isZoneName(zone) ? zone : 'UTC'
  return formatLayout({ ...time, zone: known }, parseLayout(layout))
}

function requireTime(value: TemplateValue): DateTime {
  if (isDateTime(value as Value | undefined)) return value as DateTime
  const got = value === undefined || value === null ? 'nil' : typeName(value)
  throw new Fault(`wrong type for value; expected time.Time; got ${got}`)
}

function modify(shift: string, value: TemplateValue, isStrict: boolean): DateTime {
  const time = requireTime(value)
  const parsed = parseDuration(shift)
  if (parsed.ok) return addNanoseconds(time, parsed.nanoseconds)
  if (isStrict) throw new Fault(parsed.error)
  return time
}

function parseDate(layout: string, value: string, isStrict: boolean): DateTime {
  const time = parseWithLayout(value, parseLayout(layout))
  if (time !== undefined) return time
  if (isStrict) throw new Fault(`parsing time "${value}" as "${layout}": cannot parse "${value}"`)
  return createDateTime(zeroTimeMs)
}

function toSeconds(value: TemplateValue): bigint {
  if (typeof value === 'string') return /^[+-]?\d+$/.test(value) ? BigInt(value) : 0n
  return typeof value === 'bigint' ? value : 0n
}

const units: readonly (readonly [bigint, string])[] = [
  [31_536_000n, 'y'],
  [2_592_000n, 'mo'],
  [86_400n, 'd'],
  [3600n, 'h'],
  [60n, 'm'],
  [1n, 's'],
]

/** The largest unit that the duration is longer than. */
function roundDuration(nanoseconds: bigint): string {
  const size = nanoseconds < 0n ? -nanoseconds : nanoseconds
  for (const [seconds, unit] of units) {
    const length = seconds * 1_000_000_000n
    if (size > length) return `${size / length}${unit}`
  }
  return '0s'
}

function durationOf(value: TemplateValue, environment: TemplateEnvironment): bigint {
  if (typeof value === 'string') {
    const parsed = parseDuration(value)
    return parsed.ok ? parsed.nanoseconds : 0n
  }
  if (typeof value === 'bigint') return value
  if (!isDateTime(value as Value | undefined)) return 0n
  return BigInt(environment.now()) * 1_000_000n - epochNanoseconds(value as DateTime)
}

const dateInZone = define(
  'dateInZone layout date zone',
  ['string', 'any', 'string'],
  ([layout, value, zone], environment) =>
    formatIn(text(layout), timeOf(value, environment), text(zone)),
)
const dateModify = define('dateModify duration date', ['string', 'any'], ([shift, value]) =>
  modify(text(shift), value, false),
)
const mustDateModify = define('mustDateModify duration date', ['string', 'any'], ([shift, value]) =>
  modify(text(shift), value, true),
)

export const dateFunctions: FunctionTable = {
  now: define('now', [], (_, environment) => createDateTime(environment.now())),
  date: define('date layout date', ['string', 'any'], ([layout, value], environment) =>
    formatIn(text(layout), timeOf(value, environment), 'Local'),
  ),
  dateInZone,
  date_in_zone: dateInZone,
  dateModify,
  date_modify: dateModify,
  mustDateModify,
  must_date_modify: mustDateModify,
  htmlDate: define('htmlDate date', ['any'], ([value], environment) =>
    formatIn('2006-01-02', timeOf(value, environment), 'Local'),
  ),
  htmlDateInZone: define(
    'htmlDateInZone date zone',
    ['any', 'string'],
    ([value, zone], environment) => formatIn('2006-01-02', timeOf(value, environment), text(zone)),
  ),
  toDate: define('toDate layout text', ['string', 'string'], ([layout, value]) =>
    parseDate(text(layout), text(value), false),
  ),
  mustToDate: define('mustToDate layout text', ['string', 'string'], ([layout, value]) =>
    parseDate(text(layout), text(value), true),
  ),
  unixEpoch: define('unixEpoch date', ['any'], ([value]) =>
    String(Math.floor(requireTime(value).epochMs / 1000)),
  ),
  duration: define('duration seconds', ['any'], ([value]) =>
    formatDuration(toSeconds(value) * 1_000_000_000n),
  ),
  durationRound: define('durationRound duration', ['any'], ([value], environment) =>
    roundDuration(durationOf(value, environment)),
  ),
  ago: define('ago date', ['any'], ([value], environment) => {
    const ms = environment.now() - timeOf(value, environment).epochMs
    return formatDuration(BigInt(Math.round(ms / 1000)) * 1_000_000_000n)
  }),
}
