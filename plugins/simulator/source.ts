import {
  type Cancel,
  ConfigurationError,
  createRecord,
  defineSource,
  millisecondsOf,
  type RecordValue,
  type RowMessage,
  type Source,
  type SourceContext,
  type Value,
  z,
} from '#engine/api'

const properties = z.object({
  data: z
    .array(z.record(z.string(), z.json()))
    .min(1)
    .meta({
      title: 'Rows',
      description: 'Rows to send, one after the other.',
      group: 'Payload',
      widget: 'rows',
      starter: [
        { deviceId: 'press-01', temperature: 41.5 },
        { deviceId: 'press-02', temperature: 43.1 },
      ],
    }),
  interval: z.union([z.number(), z.string()]).default(1000).meta({
    title: 'Interval',
    description: 'Time between two rows: milliseconds, or a text such as 500ms or 1m30s.',
    group: 'Payload',
    widget: 'duration',
  }),
  loop: z.boolean().default(true).meta({
    title: 'Repeat',
    description: 'Start again after the last row; else the stream ends there.',
    group: 'Payload',
  }),
})

export const simulatorSource = defineSource({
  type: 'simulator',
  title: 'Simulator',
  summary: 'Sends rows that you write down, one at a time.',
  keywords: ['test', 'mock', 'generate', 'example'],
  icon: 'flask-conical',
  emits: 'rows',
  properties,
  examples: [
    {
      title: 'Two readings in turn',
      properties: {
        data: [
          { deviceId: 'press-01', temperature: 41.5 },
          { deviceId: 'press-02', temperature: 43.1 },
        ],
        interval: 500,
        loop: true,
      },
    },
    {
      title: 'Three rows, then the end',
      properties: { data: [{ n: 1 }, { n: 2 }, { n: 3 }], interval: '1s', loop: false },
    },
  ],
  create: () => new SimulatorSource(),
})

class SimulatorSource implements Source {
  #rows: readonly RowMessage[] = []
  #intervalMs = 0
  #isLoop = true
  #next = 0
  #cancel: Cancel = () => undefined
  /** Where it is held: what to do when it goes on, once its time has come. */
  #due: (() => void) | undefined
  #isPaused = false

  configure(_datasource: string, given: Readonly<Record<string, unknown>>): void {
    const { data, interval, loop } = properties.parse(given)
    this.#intervalMs = readInterval(interval)
    this.#rows = data.map((row) => ({ row: toRecord(row) }))
    this.#isLoop = loop
  }

  /** The first row comes at once. */
  open(context: SourceContext): void {
    const { clock } = context
    const tick = (now: number): void => {
      if (this.#isPaused) {
        this.#due = () => {
          this.#cancel = clock.schedule(clock.now(), tick)
        }
        return
      }
      const row = this.#rows[this.#next]
      this.#next += 1
      const isLast = this.#next === this.#rows.length
      if (isLast) this.#next = 0
      if (!isLast || this.#isLoop) this.#cancel = clock.schedule(now + this.#intervalMs, tick)
      if (row !== undefined) context.emitRows([row])
      if (isLast && !this.#isLoop) context.end()
    }
    this.#cancel = clock.schedule(clock.now(), tick)
  }

  pause(): void {
    this.#isPaused = true
  }

  /** The row that was due comes at once, the next one an interval later. */
  resume(): void {
    this.#isPaused = false
    const due = this.#due
    this.#due = undefined
    due?.()
  }

  close(): void {
    this.#due = undefined
    this.#cancel()
  }
}

function readInterval(interval: number | string): number {
  const ms = millisecondsOf(interval)
  if (ms === undefined) {
    const message = `"${interval}" is no duration: write 500, 500ms or 1m30s`
    throw new ConfigurationError('interval', message)
  }
  if (ms >= 1) return ms
  throw new ConfigurationError('interval', `the interval ${interval} is shorter than a millisecond`)
}

function toRecord(json: object): RecordValue {
  const record = createRecord()
  for (const [key, value] of Object.entries(json) as [string, unknown][])
    record[key] = toValue(value)
  return record
}

function toValue(json: unknown): Value {
  if (Array.isArray(json)) return json.map(toValue)
  if (typeof json === 'object' && json !== null) return toRecord(json)
  if (typeof json === 'string' || typeof json === 'number' || typeof json === 'boolean') return json
  return null
}
