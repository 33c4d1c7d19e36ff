import {
  type Cancel,
  ConfigurationError,
  isConnectionError,
  millisecondsOf,
  type Sink,
  type SinkContext,
  type SinkData,
  type SinkDelivery,
  type SinkItem,
  type SinkOutcome,
} from '#engine/api'
import { findCompressor } from './compressor.ts'
import { CsvHeader } from './csv-header.ts'
import { framingOf } from './framing.ts'
import { commonText, fileProperties, type FileProperties } from './properties.ts'
import { rolledPath } from './rolled-path.ts'
import { WrittenFile } from './written-file.ts'

/** Messages that go into one file in one write. */
interface Portion {
  readonly path: string
  readonly messages: readonly Buffer[]
}

/** Writes messages to files that are opened with their first message and closed when full, old, or at the end. */
export class FileSink implements Sink {
  #given: FileProperties | undefined
  #createCompressor: ReturnType<typeof findCompressor>
  /** Where the messages bring a header. */
  #header: CsvHeader | undefined
  /** By the path as the action has it, without the time in its name. */
  readonly #files = new Map<string, WrittenFile>()
  /** Of the last name with a time in it: no two files are the same. */
  #lastTime = 0
  #cancelCheck: Cancel = () => undefined
  /** What is done to files is done one after the other. */
  #work: Promise<unknown> = Promise.resolve()

  configure(properties: Readonly<Record<string, unknown>>): void {
    const given = fileProperties.parse(properties)
    this.#given = given
    this.#createCompressor = findCompressor(commonText(given, 'compression'))
    if (given.fileType === 'csv' && given['hasHeader'] === true) {
      const delimiter = commonText(given, 'delimiter') || ','
      this.#header = new CsvHeader(delimiter, textsOf(given['fields']))
    }
  }

  open(context: SinkContext): void {
    const { rollingInterval, checkInterval } = this.#settings()
    const oldest = millisecondsOf(rollingInterval) ?? 0
    if (oldest <= 0) return
    const everyMs = Math.max(1, Math.min(oldest, millisecondsOf(checkInterval) || oldest))
    const { clock } = context
    const checkAt = (at: number): void => {
      this.#cancelCheck = clock.schedule(at, (now) => {
        checkAt(at + everyMs)
        void this.#inTurn(() => this.#closeOlderThan(now - oldest, context))
      })
    }
    checkAt(clock.now() + everyMs)
  }

  async collect(context: SinkContext, data: SinkData, item: SinkItem): Promise<void> {
    const [outcome] = await this.collectMany(context, [{ data, item }])
    if (outcome?.isWritten === false) throw outcome.error
  }

  collectMany(
    context: SinkContext,
    deliveries: readonly SinkDelivery[],
  ): Promise<readonly SinkOutcome[]> {
    return this.#inTurn(async () => {
      const outcomes: SinkOutcome[] = []
      while (outcomes.length < deliveries.length) {
        const portion = this.#nextPortion(deliveries.slice(outcomes.length))
        try {
          await this.#write(context, portion)
          outcomes.push(...portion.messages.map(() => ({ isWritten: true }) as const))
        } catch (error) {
          const failed = { isWritten: false, error } as const
          if (isConnectionError(error)) return [...outcomes, failed]
          outcomes.push(...portion.messages.map(() => failed))
        }
      }
      return outcomes
    })
  }

  async close(context: SinkContext): Promise<void> {
    this.#cancelCheck()
    await this.#inTurn(() => this.#closeOlderThan(Infinity, context))
  }

  /** The first messages that go to the same file, as many as it may still have. */
  #nextPortion(deliveries: readonly SinkDelivery[]): Portion {
    const { path: configured } = this.#settings()
    const pathOf = ({ item }: SinkDelivery): string => item.properties['path'] ?? configured
    const path = deliveries[0] === undefined ? configured : pathOf(deliveries[0])
    const file = this.#files.get(path)
    let count = file?.messages ?? 0
    let bytes = file?.bytes ?? 0
    const messages: Buffer[] = []
    for (const delivery of deliveries) {
      if (pathOf(delivery) !== path) break
      if (messages.length > 0 && this.#isFull(count, bytes)) break
      const message = this.#messageOf(delivery.data)
      messages.push(message)
      bytes += message.length + (count > 0 ? 1 : 0)
      count += 1
    }
    return { path, messages }
  }

  #messageOf(data: SinkData): Buffer {
    if (!(data instanceof Uint8Array)) throw new TypeError('expected bytes')
    const message = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
    return this.#header?.rowOf(message) ?? message
  }

  async #write(context: SinkContext, { path, messages }: Portion): Promise<void> {
    const file = this.#files.get(path) ?? (await this.#openFile(context, path))
    await file.write(messages)
    if (this.#isFull(file.messages, file.bytes)) await this.#closeFile(path, context)
  }

  async #openFile(context: SinkContext, path: string): Promise<WrittenFile> {
    const { fileType, rollingNamePattern } = this.#settings()
    if (path === '') throw new Error('The row gives an empty path: no file can be written.')
    const now = context.clock.now()
    this.#lastTime = Math.max(Math.trunc(now), this.#lastTime + 1)
    const file = await WrittenFile.open({
      path: rolledPath(path, rollingNamePattern, this.#lastTime),
      framing: framingOf(fileType, this.#header?.text ?? ''),
      compressor: this.#createCompressor?.(),
      openedAt: now,
    })
    this.#files.set(path, file)
    return file
  }

  #isFull(count: number, bytes: number): boolean {
    const { rollingCount, rollingSize } = this.#settings()
    const mostMessages = Math.trunc(rollingCount)
    const mostBytes = Math.trunc(rollingSize)
    return (mostMessages > 0 && count >= mostMessages) || (mostBytes > 0 && bytes >= mostBytes)
  }

  async #closeOlderThan(time: number, context: SinkContext): Promise<void> {
    for (const [key, { openedAt }] of [...this.#files]) {
      if (openedAt < time) await this.#closeFile(key, context)
    }
  }

  /** Never rejects: its messages are in it, whatever its end is like. */
  async #closeFile(key: string, { logger }: SinkContext): Promise<void> {
    const file = this.#files.get(key)
    if (file === undefined) return
    this.#files.delete(key)
    try {
      await file.close()
      logger.debug(`wrote ${file.path}`)
    } catch (error) {
      logger.error(`the end of ${file.path} could not be written`, error)
    }
  }

  #inTurn<Result>(task: () => Promise<Result>): Promise<Result> {
    const done = this.#work.then(task)
    this.#work = done.catch(() => undefined)
    return done
  }

  #settings(): FileProperties {
    if (this.#given === undefined) throw new ConfigurationError('path', 'not configured')
    return this.#given
  }
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}
