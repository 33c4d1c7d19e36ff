import type { Sink, SinkContext, SinkDefinition } from '../api/sink.ts'
import type { RawMessage, RowMessage, Source, SourceContext } from '../api/source.ts'
import type { ComponentContext, ConnectionStatus } from '../api/context.ts'
import type { TopicBus } from '../api/topic-bus.ts'
import type { Clock } from '../base/clock.ts'
import { createTopicBus } from '../runtime/topic-bus.ts'

/** What a component told its context, for tests of plugins. Nothing here waits for time. */
export interface ComponentRecord {
  readonly statuses: ConnectionStatus[]
  readonly log: string[]
  /** Resolves when `isTrue` holds; it is asked again after everything the component says. */
  until(isTrue: () => boolean): Promise<void>
  /** Aborts the signal, as the engine does when the rule stops. */
  abort(): void
}

export interface SourceHarness extends ComponentRecord {
  readonly context: SourceContext
  readonly messages: RawMessage[]
  readonly rows: RowMessage[]
  readonly errors: unknown[]
  readonly hasEnded: () => boolean
}

export interface SinkHarness extends ComponentRecord {
  readonly context: SinkContext
}

export interface HarnessOptions {
  readonly clock: Clock
  readonly topics?: TopicBus
}

/** A context to open a source with, which keeps what it emits. */
export function createSourceHarness(options: HarnessOptions): SourceHarness {
  const { record, context, changed } = createRecorder(options)
  const messages: RawMessage[] = []
  const rows: RowMessage[] = []
  const errors: unknown[] = []
  let hasEnded = false
  const sourceContext: SourceContext = {
    ...context,
    streamName: 'stream',
    stream: {
      delimiter: '',
      format: 'json',
      key: '',
      retainSize: 0,
      schemaId: '',
      strictValidation: false,
      timestamp: '',
      timestampFormat: '',
    },
    ruleId: 'rule',
    emitMessages(emitted) {
      messages.push(...emitted)
      changed()
    },
    emitRows(emitted) {
      rows.push(...emitted)
      changed()
    },
    reportError(error) {
      errors.push(error)
      changed()
    },
    end() {
      hasEnded = true
      changed()
    },
  }
  return { ...record, context: sourceContext, messages, rows, errors, hasEnded: () => hasEnded }
}

/** A context to open a sink with. */
export function createSinkHarness(options: HarnessOptions): SinkHarness {
  const { record, context } = createRecorder(options)
  return { ...record, context: { ...context, ruleId: 'rule', operatorId: 'sink_0', instanceId: 0 } }
}

/** A new sink of a definition whose export is a function; the class and instance forms are the engine's matter. */
export function createSink(definition: SinkDefinition): Sink {
  if (typeof definition.sink !== 'function') return definition.sink
  const create = definition.sink as () => Sink
  return create()
}

/** Configures and opens a source as the engine does. */
export async function openSource(
  source: Source,
  harness: SourceHarness,
  given: { readonly datasource?: string; readonly properties?: Readonly<Record<string, unknown>> },
): Promise<void> {
  source.configure(given.datasource ?? '', given.properties ?? {})
  await source.open(harness.context)
}

function createRecorder({ clock, topics }: HarnessOptions): {
  record: ComponentRecord
  context: ComponentContext
  changed: () => void
} {
  const controller = new AbortController()
  const statuses: ConnectionStatus[] = []
  const log: string[] = []
  const waiting = new Set<() => void>()
  const changed = (): void => {
    for (const check of [...waiting]) check()
  }
  const write = (level: string) => (message: string) => {
    log.push(`${level}: ${message}`)
    changed()
  }
  const context: ComponentContext = {
    logger: {
      debug: write('debug'),
      info: write('info'),
      warn: write('warn'),
      error: write('error'),
    },
    signal: controller.signal,
    clock,
    topics: topics ?? createTopicBus(() => undefined),
    reportStatus(status) {
      statuses.push(status)
      changed()
    },
  }
  const until = (isTrue: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const check = (): void => {
        if (!isTrue()) return
        waiting.delete(check)
        resolve()
      }
      waiting.add(check)
      check()
    })
  const record = { statuses, log, until, abort: () => controller.abort() }
  return { record, context, changed }
}
