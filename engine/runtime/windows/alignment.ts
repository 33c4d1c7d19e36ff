import type { TimeUnit } from '../../syntax/ast.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

export const unitLength: Readonly<Record<TimeUnit, number>> = {
  dd: day,
  hh: hour,
  mi: minute,
  ss: second,
  ms: 1,
}

const enclosing: Readonly<Record<Exclude<TimeUnit, 'dd'>, number>> = {
  hh: day,
  mi: hour,
  ss: minute,
  ms: second,
}

/**
 * Where the first window that is open at `time` ends. eKuiper aligns within the enclosing unit (seconds
 * within their minute) and not to the epoch. Where the count since its start equals the size exactly the
 * end is that very moment, so it may lie at or even before `time`; days are aligned to midnight UTC.
 */
export function alignedEnd(time: number, unit: TimeUnit, size: number): number {
  if (unit === 'dd') {
    const date = new Date(time)
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate() + size)
  }
  const length = unitLength[unit]
  const start = Math.floor(time / enclosing[unit]) * enclosing[unit]
  const units = Math.floor((time - start) / length)
  const end = units > size ? size * (Math.floor(units / size) + 1) : size
  return start + end * length
}
