import { createRecord, type RecordValue } from '../types/value.ts'

/**
 * The same rows as bytes, as text for JSON.parse and as objects; about 1,000 devices, about 190 bytes
 * each. What sources hand over is in batches.
 */
export interface Feed {
  readonly payloads: readonly (readonly { readonly payload: Uint8Array }[])[]
  readonly texts: readonly string[]
  readonly rows: readonly (readonly { readonly row: RecordValue }[])[]
}

export const rowCount = 20_000
export const batchSize = 100
/** How much time passes with each batch: 10,000 rows a second. */
export const batchMs = 10
const chunkSize = 65_536
/** A prime, so that every device comes in every batch's turn. */
const deviceCount = 1009

export function createFeed(): Feed {
  const texts = Array.from({ length: rowCount }, (_, i) => JSON.stringify(createReading(i)))
  return {
    texts,
    payloads: inBatches(toPayloads(texts)),
    rows: inBatches(
      texts.map((text) => ({ row: toRecord(JSON.parse(text) as Record<string, never>) })),
    ),
  }
}

/** Parts of larger chunks, as clients cut them out of what their sockets read. */
function toPayloads(texts: readonly string[]): readonly { readonly payload: Uint8Array }[] {
  const encoder = new TextEncoder()
  let chunk = new Uint8Array(0)
  let at = 0
  return texts.map((text) => {
    const bytes = encoder.encode(text)
    if (at + bytes.length > chunk.length) {
      chunk = new Uint8Array(chunkSize)
      at = 0
    }
    chunk.set(bytes, at)
    at += bytes.length
    return { payload: chunk.subarray(at - bytes.length, at) }
  })
}

function inBatches<T>(items: readonly T[]): readonly (readonly T[])[] {
  const batches: T[][] = []
  for (let i = 0; i < items.length; i += batchSize) batches.push(items.slice(i, i + batchSize))
  return batches
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
