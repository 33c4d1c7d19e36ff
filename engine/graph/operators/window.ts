import type { TimeUnit, WindowClause, WindowType } from '../../syntax/ast.ts'
import type { Properties } from '../properties.ts'

const types: Readonly<Record<string, WindowType>> = {
  tumblingwindow: 'tumbling',
  hoppingwindow: 'hopping',
  slidingwindow: 'sliding',
  sessionwindow: 'session',
  countwindow: 'count',
}

const units: readonly TimeUnit[] = ['dd', 'hh', 'mi', 'ss', 'ms']

/** A graph's windows have no delay, condition or filter, and their sizes are checked harder than in SQL. */
export function readWindow(properties: Properties, isEventTime: boolean): WindowClause {
  const size = properties.integer('size')
  const interval = properties.integer('interval')
  const type = types[properties.text('type').toLowerCase()]
  if (size <= 0) properties.reject('size', `size must be above 0, found ${size}`)
  if (type === undefined) {
    return properties.reject(
      'type',
      `there is no window type ${properties.text('type')}`,
      `Types: ${Object.keys(types).join(', ')}.`,
    )
  }
  checkInterval(properties, type, size, interval)
  if (type === 'count' && isEventTime)
    properties.reject('type', 'a count window is not possible in event time')
  const sizes = sizesOf(type, size, interval).map((value) => BigInt(value))
  const base = {
    kind: 'window',
    type,
    sizes,
    conditions: [],
    partitionBy: [],
    span: { start: 0, end: 0 },
  } as const
  if (type === 'count') return base
  const unit = units.find((known) => known === properties.text('unit').toLowerCase())
  if (unit === undefined)
    return properties.reject(
      'unit',
      `unit must be dd, hh, mi, ss or ms, found ${properties.text('unit')}`,
    )
  return { ...base, unit }
}

function checkInterval(
  properties: Properties,
  type: WindowType,
  size: number,
  interval: number,
): void {
  switch (type) {
    case 'tumbling':
    case 'sliding':
      if (interval !== 0 && interval !== size)
        properties.reject('interval', 'interval must be absent or equal to size')
      return
    case 'hopping':
      if (interval <= 0) properties.reject('interval', 'interval must be above 0')
      if (interval > size) properties.reject('interval', 'interval must not be above size')
      return
    case 'session':
      if (interval <= 0) properties.reject('interval', 'interval, the timeout, must be above 0')
      return
    default:
      if (interval < 0 || interval > size)
        properties.reject('interval', 'interval must be from 0 to size')
  }
}

function sizesOf(type: WindowType, size: number, interval: number): readonly number[] {
  if (type === 'hopping' || type === 'session') return [size, interval]
  if (type === 'sliding' && interval > 0) return [size, 0, interval]
  return type === 'count' && interval > 0 ? [size, interval] : [size]
}
