import { MAX_DURATION, parseDuration } from '../types/duration.ts'
import type { PropertyFault } from './property-fault.ts'

const int64Limit = 2 ** 63
const int64Range = 'a whole number between -9223372036854775808 and 9223372036854775807'
/** Go counts a duration in nanoseconds, in 64 bits. */
const longestMs = Number(MAX_DURATION / 1_000_000n)

const durationHint = 'Write milliseconds such as 500, or a text with a unit such as 500ms or 1m30s.'

/** Reads properties by name in any case. What is of the wrong kind is a fault, and read as the fallback. */
export class PropertyReader {
  private readonly json: Readonly<Record<string, unknown>>
  readonly #faults: PropertyFault[] = []

  constructor(json: Readonly<Record<string, unknown>>) {
    this.json = json
  }

  /** One for each wrong property, in the order of reading. */
  get faults(): readonly PropertyFault[] {
    return this.#faults
  }

  boolean(name: string, fallback: boolean): boolean {
    const value = this.find(name)
    if (value === undefined) return fallback
    if (typeof value === 'boolean') return value
    return this.wrongKind(name, 'true or false', value, fallback)
  }

  integer(name: string, fallback: number): number {
    const value = this.find(name)
    if (value === undefined) return fallback
    const whole = this.whole(value)
    if (whole !== undefined) return whole
    const isNumber = typeof value === 'number' || typeof value === 'bigint'
    return this.wrongKind(name, isNumber ? int64Range : 'a number', value, fallback)
  }

  /** Without its fraction; undefined for what is no number of Go's int. */
  private whole(value: unknown): number | undefined {
    if (typeof value !== 'number' && typeof value !== 'bigint') return undefined
    const isInRange = value >= -int64Limit && value < int64Limit
    return isInRange ? Math.trunc(Number(value)) : undefined
  }

  text(name: string, fallback: string): string {
    const value = this.find(name)
    if (value === undefined) return fallback
    if (typeof value === 'string') return value
    return this.wrongKind(name, 'a text', value, fallback)
  }

  texts(name: string): readonly string[] {
    const value = this.find(name)
    if (value === undefined) return []
    if (!Array.isArray(value)) {
      return this.wrongKind(name, 'a list of texts', value, [])
    }
    const items: readonly unknown[] = value
    const texts: string[] = []
    for (const [index, item] of items.entries()) {
      if (typeof item === 'string' || item === null) texts.push(item ?? '')
      else this.report(name, `${name}[${index}] takes a text, not ${textOf(item)}`)
    }
    return texts
  }

  map(name: string): Readonly<Record<string, unknown>> {
    const value = this.find(name)
    if (value === undefined) return {}
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
    return this.wrongKind(name, 'an object', value, {})
  }

  duration(name: string, fallback: number): number {
    const value = this.find(name)
    if (value === undefined) return fallback
    if (typeof value === 'number' || typeof value === 'bigint') {
      const ms = this.whole(value)
      if (ms !== undefined && Math.abs(ms) <= longestMs) return ms
      return this.wrongKind(name, `at most ${String(longestMs)} milliseconds`, value, fallback)
    }
    if (typeof value !== 'string')
      return this.wrongKind(name, 'milliseconds or a text such as "10s"', value, fallback)
    const parsed = parseDuration(value)
    if (parsed.ok) return Number(parsed.nanoseconds) / 1e6
    this.report(name, `${name} is no duration: ${parsed.error}`, durationHint)
    return fallback
  }

  private find(name: string): unknown {
    return this.json[writtenName(this.json, name)] ?? undefined
  }

  private wrongKind<T>(name: string, wanted: string, value: unknown, fallback: T): T {
    this.report(name, `${name} takes ${wanted}, not ${textOf(value)}`)
    return fallback
  }

  private report(property: string, message: string, hint?: string): void {
    this.#faults.push({ property, message, ...(hint === undefined ? {} : { hint }) })
  }
}

/** How a property's name is written: names match in any case, an exact one that is not null comes first. */
export function writtenName(json: Readonly<Record<string, unknown>>, name: string): string {
  const isGiven = (key: string): boolean => json[key] !== undefined && json[key] !== null
  if (isGiven(name)) return name
  const wanted = name.toLowerCase()
  return Object.keys(json).find((key) => key.toLowerCase() === wanted && isGiven(key)) ?? name
}

/** A path such as `headers.X-Id` as the properties write it. */
export function writtenPath(json: Readonly<Record<string, unknown>>, path: string): string {
  if (path in json) return path
  const [name = '', ...inner] = path.split('.')
  return [writtenName(json, name), ...inner].join('.')
}

/** JSON, with 64-bit integers as digits. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    typeof item === 'bigint' ? String(item) : item,
  )
}
