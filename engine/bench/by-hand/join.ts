import { keyOf, withoutMissing, type Emit, type HandWritten, type Reading } from './reading.ts'

/** Rows of two streams within the same second that have the same device. */
export function joining(emit: Emit): HandWritten {
  let left: Reading[] = []
  let right = new Map<string, Reading[]>()
  let end = 1000
  const fire = (): void => {
    const results: object[] = []
    for (const a of left) {
      const matches = right.get(keyOf(a.deviceId))
      if (matches === undefined) continue
      for (const b of matches) results.push(pair(a, b))
    }
    if (results.length > 0) emit(results)
    left = []
    right = new Map()
  }
  return {
    batch(rows, now, stream) {
      if (now >= end) {
        fire()
        end += 1000
      }
      for (const { row } of rows) {
        // Null equals nothing.
        if (row.deviceId === null || row.deviceId === undefined) continue
        if (stream === 0) {
          left.push(row)
          continue
        }
        const key = keyOf(row.deviceId)
        const known = right.get(key)
        if (known === undefined) right.set(key, [row])
        else known.push(row)
      }
    },
  }
}

function pair({ deviceId, temperature }: Reading, { humidity }: Reading): object {
  return temperature !== undefined && humidity !== undefined
    ? { d: deviceId, t: temperature, h: humidity }
    : withoutMissing({ d: deviceId, t: temperature, h: humidity })
}
