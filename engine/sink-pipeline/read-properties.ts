import { MAX_DURATION, parseDuration } from '../types/duration.ts'

const int64Limit = 2 ** 63
const int64Range = 'a whole number between -9223372036854775808 and 9223372036854775807'
/** Go counts a duration in nanoseconds, in 64 bits. */
const longestMs = Number(MAX_DURATION / 1_000_000n)

/** The common properties of one action, typed and defaulted. Durations are milliseconds. */
export interface ActionProperties {
  readonly sendSingle: boolean
  readonly omitIfEmpty: boolean
  readonly format: string
  readonly dataTemplate: string
  readonly dataField: string
  readonly fields: readonly string[]
  readonly excludeFields: readonly string[]
  readonly delimiter: string
  readonly hasHeader: boolean
  readonly schemaId: string
  readonly compression: string
  readonly compressionProps: Readonly<Record<string, unknown>>
  readonly encryption: string
  readonly encProps: Readonly<Record<string, unknown>>
  readonly batchSize: number
  readonly lingerMs: number
  readonly concurrency: number
  readonly bufferLength: number
  /** A full buffer holds up the rule. */
  readonly disableBufferFullDiscard: boolean
  readonly enableCache: boolean
  readonly memoryCacheThreshold: number
  readonly maxDiskCache: number
  readonly bufferPageSize: number
  readonly resendIntervalMs: number
  readonly cleanCacheAtStop: boolean
  readonly resendAlterQueue: boolean
  readonly resendPriority: number
  readonly resendIndicatorField: string
  /** The topic of messages that the separate queue sends; empty: the same. */
  readonly resendDestination: string
}

/** A property that cannot be used. `property` is its name. */
export interface PropertyFault {
  readonly property: string
  readonly message: string
  /** Where in the property's text the fault is: templates only. */
  readonly range?: { readonly start: number; readonly end: number }
  /** What to do about it. */
  readonly hint?: string
}

export type PropertiesResult =
  | { readonly ok: true; readonly properties: ActionProperties }
  | { readonly ok: false; readonly fault: PropertyFault }

/**
 * Reads the common properties as eKuiper does: names in any case, kinds strict (no text for a number),
 * fractions of whole numbers cut, null meaning the default, unknown names ignored.
 */
export function readActionProperties(json: Readonly<Record<string, unknown>>): PropertiesResult {
  const reader = new PropertyReader(json)
  const properties: ActionProperties = {
    sendSingle: reader.boolean('sendSingle', false),
    omitIfEmpty: reader.boolean('omitIfEmpty', false),
    format: reader.text('format', 'json') || 'json',
    dataTemplate: reader.text('dataTemplate', ''),
    dataField: reader.text('dataField', '') || reader.text('tableDataField', ''),
    fields: reader.texts('fields'),
    excludeFields: reader.texts('excludeFields'),
    delimiter: reader.text('delimiter', ','),
    hasHeader: reader.boolean('hasHeader', false),
    schemaId: reader.text('schemaId', ''),
    compression: reader.text('compression', ''),
    compressionProps: reader.map('compressionProps'),
    encryption: reader.text('encryption', ''),
    encProps: reader.map('encProps'),
    batchSize: reader.integer('batchSize', 0),
    lingerMs: reader.duration('lingerInterval', 0),
    concurrency: Math.max(1, reader.integer('concurrency', 1)),
    bufferLength: reader.integer('bufferLength', 1024),
    disableBufferFullDiscard: reader.boolean('disableBufferFullDiscard', false),
    enableCache: reader.boolean('enableCache', false),
    memoryCacheThreshold: reader.integer('memoryCacheThreshold', 1024),
    maxDiskCache: reader.integer('maxDiskCache', 1024000),
    bufferPageSize: reader.integer('bufferPageSize', 256),
    resendIntervalMs: reader.duration('resendInterval', 0),
    cleanCacheAtStop: reader.boolean('cleanCacheAtStop', false),
    resendAlterQueue: reader.boolean('resendAlterQueue', false),
    resendPriority: reader.integer('resendPriority', 0),
    resendIndicatorField: reader.text('resendIndicatorField', ''),
    resendDestination: reader.text('resendDestination', ''),
  }
  const fault = reader.fault() ?? checkRanges(properties) ?? checkCache(properties)
  return fault === undefined ? { ok: true, properties } : { ok: false, fault }
}

class PropertyReader {
  private readonly json: Readonly<Record<string, unknown>>
  private readonly faults: PropertyFault[] = []

  constructor(json: Readonly<Record<string, unknown>>) {
    this.json = json
  }

  /** All wrong properties in one message; the place is the first one's. */
  fault(): PropertyFault | undefined {
    const [first] = this.faults
    if (first === undefined) return undefined
    const message = this.faults.map((fault) => fault.message).join('; ')
    return { property: first.property, message }
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
      else this.wrongKind(`${name}[${index}]`, 'a text', item, undefined)
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
    this.report(name, `${name} is no duration: ${parsed.error}`)
    return fallback
  }

  private find(name: string): unknown {
    const exact = this.json[name]
    if (exact !== undefined && exact !== null) return exact
    const wanted = name.toLowerCase()
    for (const [key, value] of Object.entries(this.json)) {
      if (value !== null && key.toLowerCase() === wanted) return value
    }
    return undefined
  }

  private wrongKind<T>(name: string, wanted: string, value: unknown, fallback: T): T {
    this.report(name, `${name} takes ${wanted}, not ${textOf(value)}`)
    return fallback
  }

  private report(property: string, message: string): void {
    this.faults.push({ property, message })
  }
}

/** JSON, with 64-bit integers as digits. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    typeof item === 'bigint' ? String(item) : item,
  )
}

function checkRanges(properties: ActionProperties): PropertyFault | undefined {
  const prefix = 'fail to parse sink configuration: '
  if (properties.batchSize < 0) {
    return { property: 'batchSize', message: `${prefix}invalid batchSize ${properties.batchSize}` }
  }
  if (properties.lingerMs < 0) {
    const message = `${prefix}invalid lingerInterval ${properties.lingerMs * 1e6}, must be positive`
    return { property: 'lingerInterval', message }
  }
  if (properties.bufferLength < 0) {
    const message = `${prefix}invalid bufferLength ${properties.bufferLength}, must not be negative`
    return { property: 'bufferLength', message }
  }
  return undefined
}

/** Checked whether the cache is on or not. */
function checkCache(properties: ActionProperties): PropertyFault | undefined {
  const { memoryCacheThreshold, maxDiskCache, bufferPageSize, resendPriority } = properties
  const faults: string[] = []
  const need = (holds: boolean, code: string, message: string): void => {
    if (!holds) faults.push(`${code}:${message}`)
  }
  const positive = (name: string, holds: boolean): void => {
    need(holds, name, `${name} must be positive`)
  }
  positive('memoryCacheThreshold', memoryCacheThreshold >= 0)
  positive('maxDiskCache', maxDiskCache >= 0)
  positive('bufferPageSize', bufferPageSize > 0)
  positive('resendInterval', properties.resendIntervalMs >= 0)
  need(Math.abs(resendPriority) <= 1, 'resendPriority', 'resendPriority must be -1, 0 or 1')
  if (faults.length === 0) {
    const multiple = 'must be a multiple of bufferPageSize'
    need(
      memoryCacheThreshold >= bufferPageSize,
      'memoryCacheThresholdTooSmall',
      'memoryCacheThreshold must be greater than or equal to bufferPageSize',
    )
    need(
      memoryCacheThreshold % bufferPageSize === 0,
      'memoryCacheThresholdNotMultiple',
      `memoryCacheThreshold ${multiple}`,
    )
    need(
      maxDiskCache >= bufferPageSize,
      'maxDiskCacheTooSmall',
      'maxDiskCache must be greater than bufferPageSize',
    )
    need(maxDiskCache % bufferPageSize === 0, 'maxDiskCacheNotMultiple', `maxDiskCache ${multiple}`)
  }
  const [first] = faults
  if (first === undefined) return undefined
  const message = `fail to parse sink configuration: invalid cache properties: ${faults.join('\n')}`
  return { property: first.split(':')[0]?.replace(/(TooSmall|NotMultiple)$/, '') ?? '', message }
}
