import type { Value } from '../../types/value.ts'
import { asNumber, keyOf, type Emit, type HandWritten, type Reading } from './reading.ts'

/** Count, mean and greatest value of the rows of one group. */
class Totals {
  readonly deviceId: Value | undefined
  n = 0
  private sum = 0
  private summed = 0
  private greatest = -Infinity

  constructor(deviceId: Value | undefined) {
    this.deviceId = deviceId
  }

  add(row: Reading): void {
    if (row.seq !== null && row.seq !== undefined) this.n += 1
    const temperature = asNumber(row.temperature)
    if (temperature !== undefined) {
      this.sum += temperature
      this.summed += 1
    }
  }

  addGreatest(row: Reading): void {
    const humidity = asNumber(row.humidity)
    if (humidity !== undefined && humidity > this.greatest) this.greatest = humidity
  }

  merge(later: Totals): void {
    this.n += later.n
    this.sum += later.sum
    this.summed += later.summed
    if (later.greatest > this.greatest) this.greatest = later.greatest
  }

  get mean(): number {
    return this.sum / this.summed
  }

  get max(): number {
    return this.greatest
  }
}

function groupOf(groups: Map<string, Totals>, row: Reading): Totals {
  const key = keyOf(row.deviceId)
  let group = groups.get(key)
  if (group === undefined) {
    group = new Totals(row.deviceId)
    groups.set(key, group)
  }
  return group
}

export function tumbling(emit: Emit): HandWritten {
  let groups = new Map<string, Totals>()
  let end = 10_000
  return {
    batch(rows, now) {
      if (now >= end) {
        const results: object[] = []
        for (const { deviceId, n, mean, max } of groups.values()) {
          results.push({ deviceId, n: BigInt(n), a: mean, m: max })
        }
        emit(results)
        groups = new Map()
        end += 10_000
      }
      for (const { row } of rows) {
        const group = groupOf(groups, row)
        group.add(row)
        group.addGreatest(row)
      }
    },
  }
}

export function hopping(emit: Emit): HandWritten {
  let panes: Map<string, Totals>[] = []
  let current = new Map<string, Totals>()
  let end = 1000
  const fire = (): void => {
    panes = [...panes, current].slice(-10)
    current = new Map()
    const window = new Map<string, Totals>()
    for (const pane of panes) {
      for (const [key, part] of pane) {
        let group = window.get(key)
        if (group === undefined) {
          group = new Totals(part.deviceId)
          window.set(key, group)
        }
        group.merge(part)
      }
    }
    const results: object[] = []
    for (const { deviceId, n, mean } of window.values()) {
      results.push({ deviceId, n: BigInt(n), a: mean })
    }
    emit(results)
  }
  return {
    batch(rows, now) {
      if (now >= end) {
        fire()
        end += 1000
      }
      for (const { row } of rows) groupOf(current, row).add(row)
    },
  }
}

interface Sample {
  readonly at: number
  readonly temperature: number | undefined
  readonly humidity: number | undefined
}

/**
 * As a programmer does it who knows that the sum of floats must not drift: the sum is made anew with every
 * batch that leaves the window; the greatest value comes from a queue that only falls.
 */
export function sliding(emit: Emit): HandWritten {
  let samples: Sample[] = []
  let falling: Sample[] = []
  let head = 0
  let top = 0
  let [sum, summed, n] = [0, 0, 0]
  const drop = (from: number): void => {
    if ((samples[head]?.at ?? from) >= from) return
    samples = samples.filter(({ at }) => at >= from)
    falling = falling.slice(top).filter(({ at }) => at >= from)
    head = 0
    top = 0
    ;[sum, summed, n] = [0, 0, samples.length]
    for (const { temperature } of samples) {
      if (temperature === undefined) continue
      sum += temperature
      summed += 1
    }
  }
  return {
    batch(rows, now) {
      drop(now - 100)
      for (const { row } of rows) {
        const temperature = asNumber(row.temperature)
        const humidity = asNumber(row.humidity)
        const sample = { at: now, temperature, humidity }
        samples.push(sample)
        n += 1
        if (temperature !== undefined) {
          sum += temperature
          summed += 1
        }
        while (falling.length > top && isBelow(falling.at(-1), humidity)) falling.pop()
        falling.push(sample)
        emit([{ n: BigInt(n), a: sum / summed, m: falling[top]?.humidity }])
      }
    },
  }
}

function isBelow(sample: Sample | undefined, humidity: number | undefined): boolean {
  return humidity !== undefined && (sample?.humidity ?? -Infinity) <= humidity
}
