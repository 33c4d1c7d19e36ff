/** Zones through Intl, which every platform of ours has; offsets are cached per quarter of an hour. */

export const UTC = 'UTC'

const QUARTER_MS = 900_000
const CACHE_LIMIT = 4096

const FIXED = /^([+-])(\d\d):(\d\d)(?::(\d\d))?$/

interface Zone {
  readonly format: Intl.DateTimeFormat
  readonly offsets: Map<number, number>
}

/** Remembers what Intl said. It holds no state that could differ between two users of it. */
const zones = new Map<string, Zone | undefined>()

/** Seconds east of UTC that `zone` (an IANA name, or `+hh:mm`) has at that instant. */
export function zoneOffset(zone: string, epochMs: number): number {
  if (zone === UTC) return 0
  const fixed = fixedOffset(zone)
  if (fixed !== undefined) return fixed
  const known = loadZone(zone)
  if (known === undefined) return 0
  const quarter = Math.floor(epochMs / QUARTER_MS)
  const cached = known.offsets.get(quarter)
  if (cached !== undefined) return cached
  const offset = askIntl(known.format, quarter * QUARTER_MS)
  if (known.offsets.size >= CACHE_LIMIT) known.offsets.clear()
  known.offsets.set(quarter, offset)
  return offset
}

/** Whether Go's time.LoadLocation would know it: names are case-sensitive, `+08:00` is no name. */
export function isZoneName(name: string): boolean {
  if (name === UTC || name === 'Local') return true
  if (!/^[A-Za-z]/.test(name)) return false
  const zone = loadZone(name)
  if (zone === undefined) return false
  const resolved = zone.format.resolvedOptions().timeZone
  return resolved.toLowerCase() !== name.toLowerCase() || resolved === name
}

/** `+hh:mm` for an offset in seconds; UTC for none, as Go does in the zone UTC. */
export function fixedZone(offsetSeconds: number): string {
  if (offsetSeconds === 0) return UTC
  const sign = offsetSeconds < 0 ? '-' : '+'
  const size = Math.abs(offsetSeconds)
  const part = (value: number) => String(value).padStart(2, '0')
  const seconds = size % 60 === 0 ? '' : `:${part(size % 60)}`
  return `${sign}${part(Math.floor(size / 3600))}:${part(Math.floor(size / 60) % 60)}${seconds}`
}

/** The abbreviation Go prints for a zone, such as JST; numeric (`+02`) where the zone has no letters. */
export function zoneAbbreviation(zone: string, epochMs: number): string {
  if (zone === UTC) return 'UTC'
  const offset = zoneOffset(zone, epochMs)
  const known = fixedOffset(zone) === undefined ? ABBREVIATIONS.get(zone) : undefined
  if (known !== undefined) return known[offset === known[2] ? 1 : 0]
  const sign = offset < 0 ? '-' : '+'
  const size = Math.abs(offset)
  const hours = String(Math.floor(size / 3600)).padStart(2, '0')
  const minutes = Math.floor(size / 60) % 60
  const isFixed = fixedOffset(zone) !== undefined
  return `${sign}${hours}${minutes > 0 || isFixed ? String(minutes).padStart(2, '0') : ''}`
}

/** Standard name, summer name, and the summer offset in seconds. */
type Abbreviation = readonly [string, string, number]

const WESTERN: Abbreviation = ['WET', 'WEST', 3600]
const CENTRAL: Abbreviation = ['CET', 'CEST', 7200]
const EASTERN: Abbreviation = ['EET', 'EEST', 10800]

/** Intl does not give these in a stable form; other zones print their offset. */
const ABBREVIATIONS: ReadonlyMap<string, Abbreviation> = new Map<string, Abbreviation>([
  ['Asia/Tokyo', ['JST', 'JST', 32400]],
  ['Asia/Seoul', ['KST', 'KST', 32400]],
  ['Asia/Shanghai', ['CST', 'CST', 28800]],
  ['Asia/Hong_Kong', ['HKT', 'HKT', 28800]],
  ['Asia/Taipei', ['CST', 'CST', 28800]],
  ['Asia/Kolkata', ['IST', 'IST', 19800]],
  ['Asia/Calcutta', ['IST', 'IST', 19800]],
  ['Europe/London', ['GMT', 'BST', 3600]],
  ['Europe/Dublin', ['GMT', 'IST', 3600]],
  ['Europe/Lisbon', WESTERN],
  ['Europe/Berlin', CENTRAL],
  ['Europe/Paris', CENTRAL],
  ['Europe/Madrid', CENTRAL],
  ['Europe/Rome', CENTRAL],
  ['Europe/Vienna', CENTRAL],
  ['Europe/Zurich', CENTRAL],
  ['Europe/Amsterdam', CENTRAL],
  ['Europe/Brussels', CENTRAL],
  ['Europe/Copenhagen', CENTRAL],
  ['Europe/Oslo', CENTRAL],
  ['Europe/Stockholm', CENTRAL],
  ['Europe/Warsaw', CENTRAL],
  ['Europe/Prague', CENTRAL],
  ['Europe/Budapest', CENTRAL],
  ['Europe/Athens', EASTERN],
  ['Europe/Helsinki', EASTERN],
  ['Europe/Kyiv', EASTERN],
  ['Europe/Kiev', EASTERN],
  ['Europe/Moscow', ['MSK', 'MSK', 10800]],
  ['America/New_York', ['EST', 'EDT', -14400]],
  ['America/Toronto', ['EST', 'EDT', -14400]],
  ['America/Chicago', ['CST', 'CDT', -18000]],
  ['America/Denver', ['MST', 'MDT', -21600]],
  ['America/Phoenix', ['MST', 'MST', -25200]],
  ['America/Los_Angeles', ['PST', 'PDT', -25200]],
  ['America/Anchorage', ['AKST', 'AKDT', -28800]],
  ['Pacific/Honolulu', ['HST', 'HST', -36000]],
  ['Pacific/Auckland', ['NZST', 'NZDT', 46800]],
  ['Australia/Sydney', ['AEST', 'AEDT', 39600]],
  ['Australia/Melbourne', ['AEST', 'AEDT', 39600]],
  ['Australia/Brisbane', ['AEST', 'AEST', 36000]],
  ['Australia/Perth', ['AWST', 'AWST', 28800]],
  ['Africa/Johannesburg', ['SAST', 'SAST', 7200]],
  ['Africa/Cairo', EASTERN],
])

function fixedOffset(zone: string): number | undefined {
  const match = FIXED.exec(zone)
  if (match === null) return undefined
  const size = Number(match[2]) * 3600 + Number(match[3]) * 60 + Number(match[4] ?? 0)
  return match[1] === '-' ? -size : size
}

function loadZone(name: string): Zone | undefined {
  if (zones.has(name)) return zones.get(name)
  const zone = createZone(name)
  if (zones.size >= CACHE_LIMIT) zones.clear()
  zones.set(name, zone)
  return zone
}

function createZone(timeZone: string): Zone | undefined {
  const options = {
    timeZone,
    calendar: 'gregory',
    hourCycle: 'h23',
    year: 'numeric',
    era: 'short',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  } as const
  try {
    return { format: new Intl.DateTimeFormat('en-US', options), offsets: new Map() }
  } catch (cause) {
    // Intl's only way to say that it does not know the name.
    if (cause instanceof RangeError) return undefined
    throw cause
  }
}

function askIntl(format: Intl.DateTimeFormat, epochMs: number): number {
  const parts = new Map(format.formatToParts(epochMs).map((part) => [part.type, part.value]))
  const read = (type: Intl.DateTimeFormatPartTypes) => Number(parts.get(type) ?? 0)
  const year = parts.get('era') === 'BC' ? 1 - read('year') : read('year')
  const local = new Date(0)
  local.setUTCFullYear(year, read('month') - 1, read('day'))
  local.setUTCHours(read('hour'), read('minute'), read('second'))
  return Math.round((local.getTime() - epochMs) / 1000)
}
