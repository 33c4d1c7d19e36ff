import type { SinkMessage } from '../../sink-pipeline/index.ts'
import type { DropReason } from '../drop-cause.ts'
import { reasonOf } from '../operators/rule-frame.ts'
import type { Backlog } from './backlog.ts'
import type { StoredMessages } from './sink-store.ts'
import { fromStoredMessage, toStoredMessage } from './stored-message.ts'

/** The properties of an action that say how much is kept. */
export interface CacheLimits {
  /** Messages kept in memory; any more are only in the store. */
  readonly memoryCacheThreshold: number
  /** Messages that are only in the store; the oldest page is dropped for a new one. */
  readonly maxDiskCache: number
  readonly bufferPageSize: number
  readonly cleanCacheAtStop: boolean
}

export interface CachedBacklogOptions {
  readonly limits: CacheLimits
  readonly open: () => StoredMessages
  /** `message` is undefined where it was not in memory any more. */
  readonly dropped: (message: SinkMessage | undefined, reason: DropReason) => void
  /** The message is not in memory any more. */
  readonly stored: (message: SinkMessage) => void
  /** So many messages stay in the store when the action stops. */
  readonly kept: (count: number) => void
  /** The store cannot keep messages; called for every message that this concerns. */
  readonly failed: (reason: string) => void
  /** The store keeps messages again after it could not. */
  readonly recovered: () => void
}

interface Held {
  readonly message: SinkMessage
  /** How many messages of the store end with this one: itself, and those behind it that were dropped. */
  span: number
}

/**
 * Messages that outlive the action and its process: each is in the store from `push` until it is settled.
 * The oldest are in memory too, so that a sink that keeps up never waits for the store.
 */
export class CachedBacklog implements Backlog {
  private readonly options: CachedBacklogOptions
  private readonly store: StoredMessages | undefined
  private readonly waiting: Held[] = []
  private readonly taken: Held[] = []
  /** Messages at the front of the store that `waiting` and `taken` hold. */
  private heldInStore = 0
  private openFault = ''
  private hasFailed = false
  private isClosed = false

  constructor(options: CachedBacklogOptions) {
    this.options = options
    this.store = this.openStore()
    this.fill()
  }

  private openStore(): StoredMessages | undefined {
    try {
      return this.options.open()
    } catch (error) {
      this.openFault = reasonOf(error)
      this.options.failed(`the cache cannot be used: ${this.openFault}`)
      return undefined
    }
  }

  private get onlyInStore(): number {
    return (this.store?.length ?? 0) - this.heldInStore
  }

  get length(): number {
    return this.waiting.length + this.onlyInStore
  }

  push(message: SinkMessage): void {
    const { memoryCacheThreshold, maxDiskCache } = this.options.limits
    const isFirstBehindMemory = this.onlyInStore === 0
    const hasRoom = this.waiting.length + this.taken.length < memoryCacheThreshold
    const fault = this.keep(message)
    if (isFirstBehindMemory && hasRoom) {
      this.hold(message, fault === undefined ? 1 : 0)
      return
    }
    if (fault !== undefined) {
      const text = `the cache is full and ${fault}`
      this.options.dropped(message, { cause: 'cache-unusable', text })
      return
    }
    this.options.stored(message)
    if (this.onlyInStore > maxDiskCache) this.dropOldestPage()
  }

  /** Why the store did not take it. */
  private keep(message: SinkMessage): string | undefined {
    if (this.store === undefined) return this.openFault
    try {
      this.store.append(toStoredMessage(message))
      if (this.hasFailed) this.options.recovered()
      this.hasFailed = false
      return undefined
    } catch (error) {
      const fault = `cannot be written: ${reasonOf(error)}`
      this.hasFailed = true
      this.options.failed(`the cache ${fault}`)
      return fault
    }
  }

  private hold(message: SinkMessage, span: number): void {
    this.waiting.push({ message, span })
    this.heldInStore += span
  }

  private dropOldestPage(): void {
    const { bufferPageSize, maxDiskCache } = this.options.limits
    const text = `the cache is full: ${String(maxDiskCache)} messages are on disk, the oldest page was dropped`
    const reason = { cause: 'cache-full', text } as const
    const page = this.waiting.splice(0, bufferPageSize)
    for (const { message } of page) this.options.dropped(message, reason)
    this.forget(page.reduce((sum, { span }) => sum + span, 0))
    this.fill()
  }

  /** Messages of the store right behind those that are taken: they go when the taken ones do. */
  private forget(span: number): void {
    const before = this.taken.at(-1)
    if (before !== undefined) before.span += span
    else this.dropFromStore(span)
  }

  private dropFromStore(span: number): void {
    if (span === 0) return
    this.heldInStore -= span
    try {
      this.store?.drop(span)
    } catch (error) {
      this.options.failed(`the cache cannot be shortened: ${reasonOf(error)}`)
    }
  }

  /** Reads pages while memory has room for them. */
  private fill(): void {
    const { memoryCacheThreshold, bufferPageSize } = this.options.limits
    while (
      this.onlyInStore > 0 &&
      this.waiting.length + this.taken.length + bufferPageSize <= memoryCacheThreshold
    ) {
      if (!this.readPage(bufferPageSize)) return
    }
    if (this.waiting.length === 0 && this.onlyInStore > 0) this.readPage(1)
  }

  private readPage(count: number): boolean {
    try {
      const page = this.store?.read(this.heldInStore, count) ?? []
      for (const bytes of page) this.holdStored(bytes)
      return page.length > 0
    } catch (error) {
      this.options.failed(`the cache cannot be read: ${reasonOf(error)}`)
      return false
    }
  }

  private holdStored(bytes: Uint8Array): void {
    const message = fromStoredMessage(bytes)
    if (message !== undefined) {
      this.hold(message, 1)
      return
    }
    this.options.dropped(undefined, { cause: 'cache-damaged', text: 'the cache held it damaged' })
    this.heldInStore += 1
    const before = this.waiting.at(-1) ?? this.taken.at(-1)
    if (before !== undefined) before.span += 1
    else this.dropFromStore(1)
  }

  take(count: number): readonly SinkMessage[] {
    if (this.waiting.length === 0) this.fill()
    const first = this.waiting.splice(0, count)
    this.taken.push(...first)
    return first.map(({ message }) => message)
  }

  settle(count: number): void {
    // A sink may answer after the stop; its store may be somebody else's by then.
    if (this.isClosed) return
    const settled = this.taken.splice(0, count)
    this.dropFromStore(settled.reduce((sum, { span }) => sum + span, 0))
    this.fill()
  }

  putBack(): void {
    this.waiting.unshift(...this.taken.splice(0))
  }

  close(): void {
    this.isClosed = true
    try {
      if (this.options.limits.cleanCacheAtStop) this.clean()
      this.loseUnkept()
      const count = this.store?.length ?? 0
      if (count > 0) this.options.kept(count)
      this.store?.close()
    } catch (error) {
      this.options.failed(`the cache cannot be closed: ${reasonOf(error)}`)
    }
    this.waiting.length = 0
    this.taken.length = 0
  }

  private clean(): void {
    const { onlyInStore } = this
    this.store?.clear()
    const text = 'cleanCacheAtStop: the cache was emptied when the rule stopped'
    const reason = { cause: 'stopped', text } as const
    for (const { message, span } of this.held) if (span > 0) this.options.dropped(message, reason)
    for (let index = 0; index < onlyInStore; index += 1) this.options.dropped(undefined, reason)
  }

  /** Messages that the store could not take. */
  private loseUnkept(): void {
    const text = 'it waited for the sink when the rule stopped, and its cache could not keep it'
    for (const { message, span } of this.held) {
      if (span === 0) this.options.dropped(message, { cause: 'stopped', text })
    }
  }

  private get held(): readonly Held[] {
    return [...this.taken, ...this.waiting]
  }
}
