import type { Runnable } from './engine-under-test.ts'
import type { Feed } from './feed.ts'

/** The queries as a programmer would write them over the same objects, with the same windows. */
interface Reading {
  readonly deviceId: string
  readonly site: string
  readonly temperature: number
  readonly humidity: number
  readonly pressure: number
  readonly vibration: number
  readonly status: string
  readonly seq: number
}

type Emit = (result: object) => void
type Handler = (row: Reading, now: number, index: number) => void

const handlers: Readonly<Record<string, (emit: Emit) => Handler>> = {
  'filter+project': (emit) => (row) => {
    if (row.temperature > 50) {
      emit({ deviceId: row.deviceId, temperature: row.temperature, h: row.humidity * 2 })
    }
  },
  '20 columns, functions': projectWide,
  'tumbling by key': tumbling,
  'hopping by key': hopping,
  sliding,
  'window join': joining,
  '100 rules, one stream': (emit) => (row) => {
    for (let i = 0; i < 100; i++) {
      if (row.temperature > 75) emit({ deviceId: row.deviceId, temperature: row.temperature })
    }
  },
}

export function runByHand(name: string, feed: Feed): Runnable {
  let results = 0
  const kept: object[] = new Array<object>(256)
  const handler = handlers[name]?.((result) => {
    kept[results & 255] = result
    results += 1
  })
  if (handler === undefined) throw new Error(`nobody wrote ${name} by hand`)
  let now = 0
  const rows = feed.rows as readonly unknown[] as readonly Reading[]
  return {
    pass: () => {
      for (let i = 0; i < rows.length; i++) {
        if (i % 100 === 0) now += 10
        handler(rows[i] as Reading, now, i)
      }
    },
    results: () => results,
  }
}

function projectWide(emit: Emit): Handler {
  return (row) => {
    emit({
      deviceId: row.deviceId,
      site: row.site,
      temperature: row.temperature,
      humidity: row.humidity,
      pressure: row.pressure,
      seq: row.seq,
      f: row.temperature * 1.8 + 32,
      h: Math.round(row.humidity),
      su: row.site.toUpperCase(),
      sl: row.status.toLowerCase(),
      v: Math.abs(row.vibration - 100),
      pf: Math.floor(row.pressure),
      pc: Math.ceil(row.pressure),
      id: `${row.deviceId}-${row.site}`,
      dl: row.deviceId.length,
      hot: row.temperature > 60,
      level: row.temperature > 60 ? 'high' : 'low',
      sv: Math.sqrt(row.vibration),
      num: row.deviceId.substring(7),
      al: row.status.startsWith('al'),
    })
  }
}

function tumbling(emit: Emit): Handler {
  let groups = new Map<string, { n: number; sum: number; max: number }>()
  let end = 10_000
  return (row, now) => {
    if (now >= end) {
      for (const [deviceId, { n, sum, max }] of groups) {
        emit({ deviceId, n, a: sum / n, m: max })
      }
      groups = new Map()
      end += 10_000
    }
    const group = groups.get(row.deviceId)
    if (group === undefined) {
      groups.set(row.deviceId, { n: 1, sum: row.temperature, max: row.humidity })
      return
    }
    group.n += 1
    group.sum += row.temperature
    if (row.humidity > group.max) group.max = row.humidity
  }
}

interface Part {
  n: number
  sum: number
}

function hopping(emit: Emit): Handler {
  let panes: Map<string, Part>[] = []
  let current = new Map<string, Part>()
  let end = 1000
  return (row, now) => {
    if (now >= end) {
      panes = [...panes, current].slice(-10)
      current = new Map()
      end += 1000
      const window = new Map<string, Part>()
      for (const pane of panes) {
        for (const [key, part] of pane) {
          const group = window.get(key)
          if (group === undefined) window.set(key, { ...part })
          else {
            group.n += part.n
            group.sum += part.sum
          }
        }
      }
      for (const [deviceId, { n, sum }] of window) emit({ deviceId, n, a: sum / n })
    }
    const group = current.get(row.deviceId)
    if (group === undefined) current.set(row.deviceId, { n: 1, sum: row.temperature })
    else {
      group.n += 1
      group.sum += row.temperature
    }
  }
}

/** Running count and sum; the greatest value from a queue that only falls. */
function sliding(emit: Emit): Handler {
  const rows: { at: number; temperature: number; humidity: number }[] = []
  const falling: { at: number; humidity: number }[] = []
  let [head, top, sum] = [0, 0, 0]
  return (row, now) => {
    rows.push({ at: now, temperature: row.temperature, humidity: row.humidity })
    sum += row.temperature
    while ((rows[head]?.at ?? now) < now - 100) {
      sum -= rows[head]?.temperature ?? 0
      head += 1
    }
    while (falling.length > top && (falling.at(-1)?.humidity ?? 0) <= row.humidity) falling.pop()
    falling.push({ at: now, humidity: row.humidity })
    while ((falling[top]?.at ?? now) < now - 100) top += 1
    const n = rows.length - head
    emit({ n, a: sum / n, m: falling[top]?.humidity })
    if (head > 4096) {
      rows.splice(0, head)
      falling.splice(0, top)
      head = 0
      top = 0
    }
  }
}

function joining(emit: Emit): Handler {
  let left: Reading[] = []
  let right = new Map<string, Reading[]>()
  let end = 1000
  return (row, now, index) => {
    if (now >= end) {
      for (const a of left) {
        for (const b of right.get(a.deviceId) ?? []) {
          emit({ d: a.deviceId, t: a.temperature, h: b.humidity })
        }
      }
      left = []
      right = new Map()
      end += 1000
    }
    if (Math.floor(index / 100) % 2 === 0) left.push(row)
    else {
      const rows = right.get(row.deviceId)
      if (rows === undefined) right.set(row.deviceId, [row])
      else rows.push(row)
    }
  }
}
