import { createRecord, type RecordValue } from '../types/value.ts'

/** The same rows as bytes, as text for JSON.parse and as objects; about 1,000 devices, about 208 bytes each. */
export interface Feed {
  readonly payloads: readonly Uint8Array[]
  readonly texts: readonly string[]
  readonly rows: readonly RecordValue[]
}

const rowCount = 20_000
/** A prime, so that every device comes in every batch's turn. */
const deviceCount = 1009

export function createFeed(): Feed {
  const texts = Array.from({ length: rowCount }, (_, i) => JSON.stringify(createReading(i)))
  const encoder = new TextEncoder()
  return {
    texts,
    payloads: texts.map((text) => encoder.encode(text)),
    rows: texts.map((text) => toRecord(JSON.parse(text) as Record<string, never>)),
  }
}

/** Evenly spread without randomness, so that every run measures the same. */
function createReading(i: number): Record<string, unknown> {
  const spread = (i * 7919) % 1000
  return {
    deviceId: `device-${String((i * 7919) % deviceCount)}`,
    site: `plant-${String(spread % 7)}`,
    temperature: 20 + (spread % 600) / 10,
    humidity: 30 + (spread % 500) / 10,
    pressure: 990 + (spread % 400) / 10,
    vibration: spread / 3,
    status: spread % 10 === 0 ? 'alarm' : 'running',
    seq: i,
    ok: spread % 2 === 0,
    note: 'a text that no query asks for',
  }
}

function toRecord(row: Readonly<Record<string, never>>): RecordValue {
  const record = createRecord()
  for (const [name, value] of Object.entries(row)) record[name] = value
  return record
}
