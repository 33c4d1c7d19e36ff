import type { Clock, Cancel } from '../base/clock.ts'
import {
  EncodeError,
  encodeJsonValues,
  encodeMessage,
  type RowValues,
  toRecord,
} from '../encode/index.ts'
import { toPlainRow } from '../template/index.ts'
import { isList, isRecord } from '../types/go-text.ts'
import { createRecord, type RecordValue, type Value } from '../types/value.ts'
import { createBatchWriter } from './batch-writer.ts'
import { createPropertyRenderer, noProperties } from './dynamic-properties.ts'
import type { PipelinePlan } from './plan.ts'
import { createTextReader, UnreadableTextError } from './read-rows.ts'
import { createTransform, type Item, type Transformed } from './transform.ts'
import { TransformError } from './transform-error.ts'

/** One message as its sink gets it. */
export interface SinkMessage {
  /** Bytes for sinks that accept bytes; else one row (`Collect`) or a list of rows (`CollectList`). */
  readonly data: Uint8Array | RecordValue | readonly RecordValue[]
  /** The dynamic properties, rendered; nested ones by their path, such as `headers.X-Device`. */
  readonly properties: Readonly<Record<string, string>>
}

export interface PipelineHandlers {
  /** Takes a message; called in order, never while another call of the same pipeline runs. */
  deliver(message: SinkMessage): void
  /** A result, or one row of it, was lost on its way; `item` is what was being sent. */
  fail(error: Error, item: Item | undefined): void
  /** The message of a batch that was not full when the pipeline stopped: nobody sends it. */
  abandon(message: SinkMessage): void
  /** What each result became, for whoever looks; costs nothing where it is undefined. */
  readonly trace?: PipelineTrace
}

/** The stations of one message: the row, what template and fields made of it, its bytes. */
export interface PipelineTrace {
  /** Whether anybody looks; asked before each step. */
  readonly isActive: boolean
  transformed(item: Item, result: Transformed): void
  /** What the message is made of: several results, or rows, for a batch. */
  encoded(parts: readonly MessagePart[], message: SinkMessage): void
  /** The message is the error itself, as `sendError` wants it. */
  errorEncoded(text: string, message: SinkMessage): void
}

export interface MessagePart {
  readonly item: Item
  readonly result: Transformed
}

export interface PipelineRunOptions extends PipelineHandlers {
  readonly clock: Clock
  /** Rule option `sendError`: errors are sent too, as bare text or as `{"error": text}`. */
  readonly sendError: boolean
}

/** The common part of one running action: results in, messages out. */
export interface SinkPipeline {
  /** The rows of one result: one row without a window, a collection (also an empty one) with one. */
  send(rows: readonly RecordValue[]): void
  /**
   * The same for a result that is one row, without its record and read during the call alone. Undefined while
   * something needs records, be it whoever looks: asked again for each batch.
   */
  readonly sendValues: ((row: RowValues) => void) | undefined
  /** An error of an operator before; sent only where the rule asks for it. */
  sendError(message: string): void
  /** Sends a batch that is not full: what eKuiper does at the end of a bounded source (`BatchOp`). */
  flush(): void
  /** Ends the timers. A batch that is not full is lost, as in eKuiper (mqtt/batch-not-flushed-at-stop). */
  stop(): void
}

export function createPipeline(plan: PipelinePlan, options: PipelineRunOptions): SinkPipeline {
  const { batchSize, lingerMs } = plan.properties
  const pipeline =
    batchSize > 0 || lingerMs > 0
      ? createBatchingPipeline(plan, options)
      : createDirectPipeline(plan, options)
  return changesRows(plan) ? withOwnRows(pipeline) : pipeline
}

function changesRows(plan: PipelinePlan): boolean {
  const templates = plan.dynamic.map(({ template }) => template)
  if (plan.template !== undefined) templates.push(plan.template)
  return templates.some((template) => template.changesData)
}

/** Rows are shared with the rule's other actions: a template that changes them gets its own. */
function withOwnRows(pipeline: SinkPipeline): SinkPipeline {
  return {
    send: (rows) => {
      pipeline.send(rows.map(copyRecord))
    },
    sendValues: undefined,
    sendError: (message) => {
      pipeline.sendError(message)
    },
    flush: () => {
      pipeline.flush()
    },
    stop: () => {
      pipeline.stop()
    },
  }
}

function copyRecord(record: RecordValue): RecordValue {
  const copy = createRecord()
  for (const name of Object.keys(record)) copy[name] = copyValue(record[name])
  return copy
}

function copyValue(value: Value | undefined): Value | undefined {
  if (isList(value)) return value.map((item) => copyValue(item) ?? null)
  return isRecord(value) ? copyRecord(value) : value
}

interface Prepared {
  readonly result: Transformed
  readonly properties: Readonly<Record<string, string>>
}

/** Properties are rendered from the row as it came, before template and fields. */
function createPrepare(
  plan: PipelinePlan,
  trace: PipelineTrace | undefined,
): (item: Item) => Prepared {
  const render = createPropertyRenderer(plan.dynamic)
  const transform = createTransform(plan.properties, plan.template)
  const isChanged = changesRows(plan)
  return (item) => {
    const properties = render(item)
    const transformed = transform(item)
    const result = isChanged ? toPlainResult(transformed) : transformed
    if (trace?.isActive === true) trace.transformed(item, result)
    return { result, properties }
  }
}

function toPlainResult(result: Transformed): Transformed {
  if (result.kind === 'text') return result
  const { data } = result
  return { kind: 'data', data: isList(data) ? data.map(toPlainRow) : toPlainRow(data) }
}

/** Calls back for each message that a result is made of: for each row, or for all together. */
function createSplit(
  plan: PipelinePlan,
  sendItem: (item: Item) => void,
): (rows: readonly RecordValue[]) => void {
  const { sendSingle, omitIfEmpty } = plan.properties
  if (!sendSingle) {
    return (rows) => {
      if (!omitIfEmpty || rows.length > 0) sendItem(rows)
    }
  }
  return (rows) => {
    for (const row of rows) if (!omitIfEmpty || Object.keys(row).length > 0) sendItem(row)
  }
}

function createDirectPipeline(plan: PipelinePlan, options: PipelineRunOptions): SinkPipeline {
  const { trace } = options
  const prepare = createPrepare(plan, trace)
  const output = plan.accepts === 'rows' ? createRowsOutput(plan) : createBytesOutput(plan)
  const loss = createLoss(plan, options)
  const isPlain = leavesRows(plan)
  const sendValues = isPlain ? createSendValues(plan, options, loss) : undefined
  const createMessage = (item: Item): SinkMessage => {
    if (isPlain && trace?.isActive !== true) {
      return { data: output.data(item), properties: noProperties }
    }
    const { result, properties } = prepare(item)
    const data = result.kind === 'data' ? output.data(result.data) : output.text(result.text)
    const message = { data, properties }
    if (trace?.isActive === true) trace.encoded([{ item, result }], message)
    return message
  }
  return {
    send: createSplit(plan, (item) => {
      try {
        options.deliver(createMessage(item))
      } catch (error) {
        loss.lose(error, item)
      }
    }),
    get sendValues() {
      return trace?.isActive === true ? undefined : sendValues
    },
    sendError: (message) => {
      loss.sendError(message)
    },
    flush: () => undefined,
    stop: () => undefined,
  }
}

/** Making a record costs about as much as writing it as JSON: most rules have nobody else who would read it. */
function createSendValues(
  plan: PipelinePlan,
  options: PipelineRunOptions,
  loss: Loss,
): SinkPipeline['sendValues'] {
  const { format, sendSingle, omitIfEmpty } = plan.properties
  const isJson = plan.accepts === 'bytes' && ['', 'json'].includes(format.toLowerCase())
  if (!isJson) return undefined
  const seal = plan.codecs.length === 0 ? undefined : createSeal(plan)
  const omitsEmpty = sendSingle && omitIfEmpty
  return (row) => {
    if (omitsEmpty && row.values.every((value) => value === undefined)) return
    let data: Uint8Array
    try {
      data = encodeJsonValues(row, !sendSingle)
      if (seal !== undefined) data = seal(data)
    } catch (error) {
      const record = toRecord(row)
      loss.lose(error, sendSingle ? record : [record])
      return
    }
    options.deliver({ data, properties: noProperties })
  }
}

/** Without anything between row and encoding, the stations between them cost nothing either. */
function leavesRows({ properties, template, dynamic }: PipelinePlan): boolean {
  const { dataField, fields, excludeFields } = properties
  const picks = dataField !== '' || fields.length > 0 || excludeFields.length > 0
  return template === undefined && dynamic.length === 0 && !picks
}

interface Output {
  data(item: Item): SinkMessage['data']
  /** What a template made. */
  text(text: string): SinkMessage['data']
}

/** A template's text is read again with the action's format. */
function createRowsOutput(plan: PipelinePlan): Output {
  const { format, delimiter } = plan.properties
  return { data: (item) => item, text: createTextReader(format, delimiter) }
}

function createBytesOutput(plan: PipelinePlan): Output {
  const encode = plan.createEncoder()
  const seal = plan.codecs.length === 0 ? undefined : createSeal(plan)
  return {
    data: seal === undefined ? encode : (item) => seal(encode(item)),
    text: (text) => (seal === undefined ? encodeMessage(text) : seal(encodeMessage(text))),
  }
}

function createSeal(plan: PipelinePlan): (bytes: Uint8Array) => Uint8Array {
  const { codecs } = plan
  return (bytes) => {
    try {
      return codecs.reduce((sealed, codec) => codec(sealed), bytes)
    } catch (error) {
      // Codecs are the host's: what they throw concerns this message only.
      throw new EncodeError(error instanceof Error ? error.message : String(error))
    }
  }
}

/** Counts on results as they come, omitted and failed ones too, and on ticks of a grid that starts with the rule. */
function createBatchingPipeline(plan: PipelinePlan, options: PipelineRunOptions): SinkPipeline {
  const { batchSize, lingerMs } = plan.properties
  const prepare = createPrepare(plan, options.trace)
  const writer = createBatchWriter(plan)
  const seal = createSeal(plan)
  const loss = createLoss(plan, options)
  let count = 0
  let properties: Readonly<Record<string, string>> = {}
  /** Filled only while somebody looks. */
  let parts: MessagePart[] = []

  const takeMessage = (): SinkMessage | undefined => {
    count = 0
    const data = writer.take()
    if (data === undefined) return undefined
    const taken = parts
    parts = []
    const message = { data: data instanceof Uint8Array ? seal(data) : data, properties }
    if (options.trace?.isActive === true) options.trace.encoded(taken, message)
    return message
  }
  const flush = (): void => {
    try {
      const message = takeMessage()
      if (message !== undefined) options.deliver(message)
    } catch (error) {
      loss.lose(error, undefined)
    }
  }
  const countOne = (): void => {
    count += 1
    if (batchSize > 0 && count >= batchSize) flush()
  }
  const cancel = lingerMs > 0 ? repeat(options.clock, lingerMs, flush) : () => undefined
  const split = createSplit(plan, (item) => {
    try {
      const prepared = prepare(item)
      writer.add(prepared.result)
      properties = prepared.properties
      if (options.trace?.isActive === true) parts.push({ item, result: prepared.result })
    } catch (error) {
      loss.lose(error, item)
    }
  })
  return {
    send(rows) {
      split(rows)
      countOne()
    },
    sendValues: undefined,
    sendError(message) {
      if (!options.sendError) return
      loss.sendError(message)
      countOne()
    },
    flush,
    stop() {
      cancel()
      try {
        const message = takeMessage()
        if (message !== undefined) options.abandon(message)
      } catch (error) {
        loss.report(error, undefined)
      }
    },
  }
}

function repeat(clock: Clock, intervalMs: number, run: () => void): Cancel {
  let cancel: Cancel = () => undefined
  const next = (at: number): void => {
    cancel = clock.schedule(at, () => {
      next(at + intervalMs)
      run()
    })
  }
  next(clock.now() + intervalMs)
  return () => {
    cancel()
  }
}

interface Loss {
  /** Tells of the error, which it returns. Throws it where it is a fault of ours. */
  report(error: unknown, item: Item | undefined): Error
  /** The same, and sends it where the rule asks for it. */
  lose(error: unknown, item: Item | undefined): void
  sendError(message: string): void
}

/** What happens to errors: reported, and sent as they are, past format, template and compression. */
function createLoss(plan: PipelinePlan, options: PipelineRunOptions): Loss {
  const sendError = (message: string): void => {
    if (!options.sendError) return
    const sent: SinkMessage = { data: errorData(plan, message), properties: {} }
    if (options.trace?.isActive === true) options.trace.errorEncoded(message, sent)
    options.deliver(sent)
  }
  const report = (error: unknown, item: Item | undefined): Error => {
    const isOfRow =
      error instanceof UnreadableTextError ||
      error instanceof TransformError ||
      error instanceof EncodeError
    if (!isOfRow) throw error
    options.fail(error, item)
    return error
  }
  return {
    sendError,
    report,
    lose(error, item) {
      const { message } = report(error, item)
      // eKuiper finds it in the sink, behind what sends errors.
      if (!(error instanceof UnreadableTextError)) sendError(message)
    },
  }
}

function errorData(plan: PipelinePlan, message: string): SinkMessage['data'] {
  if (plan.accepts === 'bytes') return encodeMessage(message)
  const record = createRecord()
  record['error'] = message
  return record
}
