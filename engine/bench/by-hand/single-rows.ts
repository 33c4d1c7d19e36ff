import { asNumber, asText, withoutMissing, WrongType, type Emit } from './reading.ts'
import type { HandWritten, Reading } from './reading.ts'

/** A query without a window: every row is an answer of its own or none. */
function perRow(emit: Emit, answer: (row: Reading) => object | undefined): HandWritten {
  return {
    batch(rows) {
      for (const { row } of rows) {
        try {
          const result = answer(row)
          if (result !== undefined) emit([result])
        } catch (error) {
          if (!(error instanceof WrongType)) throw error
        }
      }
    },
  }
}

export function filterAndProject(emit: Emit): HandWritten {
  return perRow(emit, (row) => {
    const { deviceId, temperature } = row
    const t = asNumber(temperature)
    if (t === undefined || !(t > 50)) return undefined
    const humidity = asNumber(row.humidity)
    const h = humidity === undefined ? undefined : humidity * 2
    return deviceId !== undefined && h !== undefined
      ? { deviceId, temperature, h }
      : withoutMissing({ deviceId, temperature, h })
  })
}

export function hundredRules(emit: Emit): HandWritten {
  const rules = Array.from({ length: 100 }, () =>
    perRow(emit, ({ deviceId, temperature }) => {
      const t = asNumber(temperature)
      if (t === undefined || !(t > 75)) return undefined
      return deviceId !== undefined
        ? { deviceId, temperature }
        : withoutMissing({ deviceId, temperature })
    }),
  )
  return {
    batch(rows, now, stream) {
      for (const rule of rules) rule.batch(rows, now, stream)
    },
  }
}

export function projectWide(emit: Emit): HandWritten {
  return perRow(emit, (row) => {
    const { deviceId, site, temperature, humidity, pressure, seq, vibration, status } = row
    const t = asNumber(temperature)
    const h = asNumber(humidity)
    const p = asNumber(pressure)
    const v = asNumber(vibration)
    const device = asText(deviceId)
    const place = asText(site)
    const state = asText(status)
    if (
      t === undefined ||
      h === undefined ||
      p === undefined ||
      v === undefined ||
      device === undefined ||
      place === undefined ||
      state === undefined ||
      seq === undefined
    ) {
      return withoutMissing({ deviceId, site, temperature, humidity, pressure, seq })
    }
    return {
      deviceId,
      site,
      temperature,
      humidity,
      pressure,
      seq,
      f: t * 1.8 + 32,
      h: Math.round(h),
      su: place.toUpperCase(),
      sl: state.toLowerCase(),
      v: Math.abs(v - 100),
      pf: Math.floor(p),
      pc: Math.ceil(p),
      id: `${device}-${place}`,
      dl: device.length,
      hot: t > 60,
      level: t > 60 ? 'high' : 'low',
      sv: Math.sqrt(v),
      num: device.substring(7),
      al: state.startsWith('al'),
    }
  })
}
