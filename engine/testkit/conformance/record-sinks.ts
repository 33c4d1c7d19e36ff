import {
  defineSink,
  z,
  type Sink,
  type SinkContext,
  type SinkData,
  type SinkDefinition,
  type SinkItem,
  type TopicBus,
} from '../../api/index.ts'
import { toJsonText } from '../../types/json-text.ts'
import type { CaseOutput } from './case.ts'
import { parseTree, toJavaScript } from './json-tree.ts'

/** What the sinks of one replay got, in order. */
export interface Recorder {
  readonly sinks: readonly SinkDefinition[]
  readonly outputs: readonly CaseOutput[]
  /** The engine's topics, once a recording sink is open. */
  topics(): TopicBus | undefined
}

/** Sinks `record` (final bytes) and `recordTuple` (rows); `recordIndex` tells several actions apart. */
export function createRecorder(now: () => number): Recorder {
  const outputs: CaseOutput[] = []
  let bus: TopicBus | undefined
  const define = (type: string, accepts: 'bytes' | 'rows'): SinkDefinition =>
    defineSink({
      type,
      title: type,
      summary: 'Records what reaches it.',
      accepts,
      properties: z.looseObject({}),
      examples: [],
      sink: () =>
        new RecordSink({
          record: (output) => outputs.push(output),
          now,
          opened: (context) => {
            bus = context.topics
          },
        }),
    })
  return {
    sinks: [define('record', 'bytes'), define('recordTuple', 'rows')],
    outputs,
    topics: () => bus,
  }
}

interface RecordSinkOptions {
  readonly record: (output: CaseOutput) => void
  readonly now: () => number
  readonly opened: (context: SinkContext) => void
}

class RecordSink implements Sink {
  private readonly options: RecordSinkOptions
  private action = 0
  /** The template of every dynamic property, by path: recorded cases name them by their text. */
  private templates: ReadonlyMap<string, string> = new Map()

  constructor(options: RecordSinkOptions) {
    this.options = options
  }

  configure(properties: Readonly<Record<string, unknown>>): void {
    this.action = Number(properties['recordIndex'] ?? 0)
    this.templates = new Map(textsOf(properties, ''))
  }

  open(context: SinkContext): void {
    this.options.opened(context)
  }

  close(): void {
    // Nothing to end.
  }

  collect(_: SinkContext, data: SinkData, item: SinkItem): void {
    const written = data instanceof Uint8Array ? describeBytes(data) : describeRows(data)
    const props = Object.fromEntries(
      Object.entries(item.properties).map(([path, text]) => [
        this.templates.get(path) ?? path,
        text,
      ]),
    )
    this.options.record({
      at: this.options.now(),
      action: this.action,
      ...written,
      props: Object.keys(props).length > 0 ? props : undefined,
    })
  }
}

type Written = Omit<CaseOutput, 'at' | 'action' | 'props'>

const nothing: Written = {
  value: undefined,
  text: undefined,
  base64: undefined,
  raw: undefined,
  call: undefined,
}

function describeRows(data: Exclude<SinkData, Uint8Array>): Written {
  const raw = toJsonText(data)
  const call = Array.isArray(data) ? 'collectList' : 'collect'
  return { ...nothing, value: toJavaScript(parseTree(raw)), raw, call }
}

/** JSON as a value, other text as text, anything else in base64. */
function describeBytes(bytes: Uint8Array): Written {
  const base64 = Buffer.from(bytes).toString('base64')
  const text = Buffer.from(bytes).toString('utf8')
  if (text.includes('\0') || !Buffer.from(text).equals(bytes)) return { ...nothing, base64 }
  try {
    JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return { ...nothing, text }
    throw error
  }
  return { ...nothing, value: toJavaScript(parseTree(text)), raw: text }
}

function* textsOf(properties: object, prefix: string): Generator<readonly [string, string]> {
  for (const [name, value] of Object.entries(properties) as [string, unknown][]) {
    if (typeof value === 'string') yield [prefix + name, value]
    else if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      yield* textsOf(value, `${prefix}${name}.`)
    }
  }
}
