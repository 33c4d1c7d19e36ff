import { Buffer } from 'node:buffer'
import { createEncoder } from '../../encode/index.ts'
import { createRecord, type RecordValue, type Value } from '../../types/value.ts'
import type { Feed } from '../feed.ts'
import { overItems, type Measurement } from './measurement.ts'

/**
 * The encoder of sinks, from rows to the bytes of their messages. Beside it JSON.stringify of the same rows,
 * which ends with a text, and with Buffer.from behind it, as one needs to send it.
 */
export const jsonMeasurements: readonly Measurement[] = [
  ofRows('3 columns', ({ deviceId, temperature, humidity }) => ({
    deviceId,
    temperature,
    humidity,
  })),
  ofRows('10 columns', (row) => row),
  ofRows('8 numbers', ({ temperature, humidity, pressure, vibration, seq }) => {
    const [t = 0, h = 0, p = 0, v = 0, n = 0] = [
      temperature,
      humidity,
      pressure,
      vibration,
      seq,
    ].map(Number)
    return { t, h, p, v, n, at: 1_700_000_000_000 + n, sum: t * 1.8 + 32, cents: -n / 100 }
  }),
  ofRows('nested records and lists', ({ deviceId, site, temperature, humidity, seq }) => ({
    device: { id: deviceId, place: { site, floor: 3 } },
    readings: [temperature ?? 0, humidity ?? 0, seq ?? 0],
    events: [
      { kind: 'start', seq },
      { kind: 'stop', seq },
    ],
  })),
  ofRows('texts beyond ASCII', (row) => {
    const { deviceId, site, seq } = row as Texts
    return {
      deviceId,
      name: `Prüfstand ${site} – Gerät № ${seq}`,
      place: '東京都港区芝公園四丁目',
      state: `läuft 👍 (${seq})`,
    }
  }),
  ofRows('texts with escapes', (row) => {
    const { deviceId, seq } = row as Texts
    return { deviceId, path: `C:\\data\\${seq}`, note: `he said "${seq}"\nand went` }
  }),
  {
    name: 'JSON, windows of 100 rows, 3 columns',
    create: (feed) => {
      const rows = makeRows(feed, ({ deviceId, seq, temperature }) => ({
        deviceId,
        n: seq,
        a: temperature,
      }))
      const windows = Array.from({ length: rows.length / 100 }, (_, i) =>
        rows.slice(i * 100, i * 100 + 100),
      )
      return compare(windows)
    },
  },
]

interface Texts extends RecordValue {
  readonly deviceId: string
  readonly site: string
  readonly seq: number
}

type Entries = Readonly<Record<string, unknown>>

function ofRows(name: string, make: (row: RecordValue) => Entries): Measurement {
  return { name: `JSON, ${name}`, create: (feed) => compare(makeRows(feed, make)) }
}

/** Rows as a rule's projection makes them: all with the same columns. */
function makeRows(feed: Feed, make: (row: RecordValue) => Entries): readonly RecordValue[] {
  return feed.rows.flat().map(({ row }) => {
    // Texts as decoding makes them: those of template literals are not laid out in memory yet.
    return toRecord(JSON.parse(JSON.stringify(make(row))) as Record<string, unknown>)
  })
}

function toRecord(value: Record<string, unknown>): RecordValue {
  const record = createRecord()
  for (const [name, member] of Object.entries(value)) record[name] = toValue(member)
  return record
}

function toValue(value: unknown): Value {
  if (Array.isArray(value)) return value.map(toValue)
  return typeof value === 'object' && value !== null
    ? toRecord(value as Record<string, unknown>)
    : (value as Value)
}

function compare<Item extends RecordValue | readonly RecordValue[]>(
  items: readonly Item[],
): ReturnType<Measurement['create']> {
  const encode = createEncoder({ format: 'json', delimiter: '', hasHeader: false, fields: [] })
  if (encode === undefined) throw new Error('JSON is not known')
  for (const item of items.slice(0, 100)) expectSame(encode(item), item)
  return {
    ours: overItems(items, encode),
    others: {
      'JSON.stringify': overItems(items, (item) => JSON.stringify(item)),
      'JSON.stringify, Buffer.from': overItems(items, (item) => Buffer.from(JSON.stringify(item))),
    },
  }
}

function expectSame(bytes: Uint8Array, item: unknown): void {
  const read: unknown = JSON.parse(new TextDecoder().decode(bytes))
  if (sortedText(read) !== sortedText(item)) throw new Error('JSON differs')
}

/** Go writes keys in order, JavaScript as they came. */
function sortedText(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  )
}
