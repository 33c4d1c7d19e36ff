import type { Clock } from '../../base/clock.ts'
import type {
  RawMessage,
  RowMessage,
  Source,
  SourceContext,
  SourceDefinition,
  StreamSettings,
} from '../../api/source.ts'
import type { TopicBus } from '../../api/topic-bus.ts'
import type { StreamDefinition } from '../../catalog/stream.ts'
import { createRecord, type RecordValue } from '../../types/value.ts'
import { createComponentContext } from '../component-context.ts'
import { Connector } from '../connect.ts'
import { NodeMonitor } from '../node-monitor.ts'
import { reasonOf } from '../operators/rule-frame.ts'
import { RuleRow } from '../rule-row.ts'
import type { EngineEnvironment } from '../run.ts'
import { createSlotReader, type ReadSlots } from './slot-reader.ts'
import { SourceHold } from './source-hold.ts'
import {
  layoutStream,
  StreamDecoder,
  uniteNeeds,
  type DecodedStream,
  type StreamLayout,
  type StreamNeeds,
} from './stream-decoder.ts'
import type { StreamSubscriber } from './stream-subscriber.ts'
import { WholeRows } from './whole-rows.ts'

/** A stream's source as a run uses it. */
export interface PreparedSource extends DecodedStream {
  /** Its name in the run: the stream's, or one behind the id of the graph rule that defines it. */
  readonly key: string
  readonly source: SourceDefinition
  readonly properties: Readonly<Record<string, unknown>>
}

export interface StreamOptions {
  readonly prepared: PreparedSource
  /** What its source is told it reads for. */
  readonly ruleId: string
  readonly environment: EngineEnvironment
  readonly topics: TopicBus
  readonly signal: AbortSignal
  readonly ended: () => void
  /** Where it stands beside another source of the same stream: that one's node shows its faults. */
  readonly shownBy?: NodeMonitor
}

/** One stream of a run: opened once, decoded once, whatever number of rules read it. */
export class StreamRun {
  readonly monitor: NodeMonitor
  readonly layout: StreamLayout
  private readonly options: StreamOptions
  private readonly clock: Clock
  private readonly subscribers: readonly StreamSubscriber[]
  private readonly union: StreamNeeds
  private readonly decoder: StreamDecoder
  private readonly wholeRows: WholeRows
  private readonly ownDecoders = new Map<StreamSubscriber, StreamDecoder>()
  private readonly readSlots: ReadSlots
  private readonly connector: Connector
  private readonly hold: SourceHold
  /** What gets the rows: the subscribers, or what holds rows back for them. */
  private readonly receivers: readonly Pick<StreamSubscriber, 'rows' | 'failed'>[]
  private source: Source | undefined
  private context: SourceContext | undefined
  private hasSourceEnded = false
  private isEndTold = false

  constructor(options: StreamOptions, subscribers: readonly StreamSubscriber[]) {
    const { prepared, environment, shownBy } = options
    const { definition } = prepared
    this.options = options
    this.clock = environment.clock
    this.subscribers = subscribers
    this.monitor = new NodeMonitor(`stream/${prepared.key}`, environment, shownBy)
    const needs = subscribers.map((subscriber) => subscriber.needs)
    this.layout = layoutStream(definition, needs)
    this.readSlots = createSlotReader([...this.layout.slots.keys()])
    this.union = uniteNeeds(needs)
    this.decoder = new StreamDecoder(prepared, this.union, this.layout)
    this.wholeRows = new WholeRows(prepared)
    this.hold = new SourceHold({
      monitor: this.monitor,
      isShared: new Set(subscribers.map(({ hold }) => hold)).size > 1,
      recordOf: (row) => this.recordOf(row),
      emptied: () => {
        this.tellEnd()
      },
    })
    this.receivers = subscribers.map((subscriber) => this.hold.guard(subscriber))
    this.connector = new Connector({
      monitor: this.monitor,
      clock: this.clock,
      open: () => this.open(),
      afterFailure: () => {
        void this.closeSource()
      },
      opened: () => undefined,
    })
  }

  /** Whether its records hold more than this rule's star may show. */
  isWiderThan(needs: StreamNeeds): boolean {
    const { columns } = this.union.needed
    if (needs.needed.columns === 'all') return false
    if (columns === 'all') return true
    return columns.some((name) => !needs.needed.columns.includes(name))
  }

  /** Its source gives nothing more, and no row of it waits. */
  get hasEnded(): boolean {
    return this.hasSourceEnded && this.hold.isEmpty
  }

  private tellEnd(): void {
    if (!this.hasEnded || this.isEndTold) return
    this.isEndTold = true
    for (const subscriber of this.subscribers) subscriber.ended()
    this.options.ended()
  }

  start(): void {
    this.connector.start()
  }

  private open(): void | Promise<void> {
    const { prepared } = this.options
    const { definition } = prepared
    this.source = prepared.source.create()
    this.context = this.createContext()
    this.hold.opening(this.source, this.context)
    this.source.configure(definition.datasource, prepared.properties)
    const opening = this.source.open(this.context)
    this.hold.opened()
    return opening
  }

  private createContext(): SourceContext {
    const { topics, signal, prepared, ruleId } = this.options
    const { definition } = prepared
    return {
      ...createComponentContext({ monitor: this.monitor, signal, clock: this.clock, topics }),
      streamName: definition.name,
      stream: settingsOf(definition),
      ruleId,
      emitMessages: (messages) => {
        if (!signal.aborted) this.takeMessages(messages)
      },
      emitRows: (rows) => {
        if (!signal.aborted) this.takeRows(rows)
      },
      reportError: (error) => {
        this.monitor.fail(reasonOf(error))
      },
      end: () => {
        if (this.hasSourceEnded || signal.aborted) return
        this.hasSourceEnded = true
        this.monitor.setState('ended')
        this.tellEnd()
      },
    }
  }

  // ---- rows in ------------------------------------------------------------------------------------

  private takeMessages(messages: readonly RawMessage[]): void {
    const now = this.clock.now()
    const isObserved = this.monitor.isObserved
    let batch: RuleRow[] = []
    for (const { payload, metadata } of messages) {
      const before = batch.length
      const items = this.decoder.decode(payload, now, metadata, batch)
      if (items === undefined) {
        if (isObserved) this.showWhole(batch.slice(before), payload)
        continue
      }
      if (isObserved) this.showWhole(items, payload)
      for (const item of items) {
        if (item instanceof RuleRow) {
          batch.push(item)
          continue
        }
        // What came before the error goes on before it.
        this.publish(batch)
        batch = []
        this.monitor.fail(
          item.explanation,
          metadata === undefined ? { payload } : { payload, metadata },
        )
        if (items.length > 1 || this.subscribers.length === 1) this.reportFailed(item)
        else this.decodeForEach(payload, now, metadata)
      }
    }
    this.publish(batch)
  }

  private showWhole(items: readonly (RuleRow | Error)[], payload: Uint8Array): void {
    items.forEach((row, index) => {
      if (!(row instanceof RuleRow)) return
      const decoded = (): RecordValue => this.recordOf(row)
      this.monitor.emit(
        this.wholeRows.event(this.clock.now(), { payload, index, decoded }, row.metadata),
      )
    })
  }

  private reportFailed(problem: Error): void {
    for (const receiver of this.receivers) receiver.failed(problem.message)
  }

  /** A payload that cannot be decoded for all rules together may still do for those that need less of it. */
  private decodeForEach(payload: Uint8Array, now: number, metadata: RecordValue | undefined): void {
    for (const [index, subscriber] of this.subscribers.entries()) {
      const receiver = this.receivers[index] ?? subscriber
      const rows: RuleRow[] = []
      const items = this.ownDecoder(subscriber).decode(payload, now, metadata, rows) ?? rows
      for (const item of items) {
        if (item instanceof RuleRow) receiver.rows([item])
        else receiver.failed(item.message)
      }
    }
  }

  private ownDecoder(subscriber: StreamSubscriber): StreamDecoder {
    let decoder = this.ownDecoders.get(subscriber)
    if (decoder === undefined) {
      decoder = new StreamDecoder(this.options.prepared, subscriber.needs, this.layout)
      this.ownDecoders.set(subscriber, decoder)
    }
    return decoder
  }

  private takeRows(messages: readonly RowMessage[]): void {
    const now = this.clock.now()
    const { readSlots } = this
    const { needsFields } = this.union
    const isObserved = this.monitor.isObserved
    const batch: RuleRow[] = []
    for (const { row, metadata } of messages) {
      batch.push(new RuleRow(readSlots(row), needsFields ? row : undefined, now, metadata, 0))
      if (isObserved) this.monitor.row('out', row, metadata)
    }
    this.publish(batch)
  }

  private publish(batch: readonly RuleRow[]): void {
    if (batch.length === 0) return
    this.monitor.rowsIn += batch.length
    this.monitor.rowsOut += batch.length
    for (const receiver of this.receivers) receiver.rows(batch)
  }

  /** The row as people see it: its record, or the columns that were decoded. */
  recordOf(row: RuleRow): RecordValue {
    if (row.fields !== undefined) return row.fields
    const record = createRecord()
    for (const [name, slot] of this.layout.slots) {
      const value = row.slots[slot]
      if (value !== undefined) record[name] = value
    }
    return record
  }

  async stop(): Promise<void> {
    this.connector.stop()
    this.hold.stop()
    await this.closeSource()
    this.monitor.setState('stopped')
  }

  private async closeSource(): Promise<void> {
    const { source, context } = this
    this.source = undefined
    this.hold.closed()
    if (source === undefined || context === undefined) return
    try {
      await source.close(context)
    } catch (error) {
      this.monitor.log('warn', `closing failed: ${reasonOf(error)}`)
    }
  }
}

function settingsOf(definition: StreamDefinition): StreamSettings {
  const { delimiter, format, key, retainSize, schemaId, isStrict } = definition
  return {
    delimiter,
    format,
    key,
    retainSize,
    schemaId,
    strictValidation: isStrict,
    timestamp: definition.timestampColumn ?? '',
    timestampFormat: definition.timestampFormat ?? '',
  }
}
