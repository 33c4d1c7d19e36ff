import type { NumberedRow, RowPage, RowPortMessage, RowRequest } from '#ipc/row-port'
import type { RowWayView } from '#ipc/row-way'
import { addPage, emptyRowBuffer, type RowBuffer } from './row-buffer.ts'

export type { NumberedRow }

/** The part of a MessagePort that the feed uses. */
export interface RowPort {
  onmessage: ((event: MessageEvent) => void) | null
  postMessage(message: RowRequest): void
  start?(): void
}

/**
 * The rows of the nodes somebody looks at. For each there is at most one request open, and no faster
 * than ten a second, so the fastest stream costs the window the same as a slow one.
 */
export interface RowFeed {
  attach(port: RowPort): void
  /** Keeps the node's rows coming until cancelled. The listener is called after each change. */
  watch(node: string, listener: () => void): () => void
  /** Makes the host keep many rows of this node. */
  select(node: string): void
  buffer(node: string): RowBuffer
  /** While paused nothing is fetched; the host goes on collecting. */
  setPaused(node: string, isPaused: boolean): void
  /** What became of a row so far; undefined where that is not known. */
  readWay(node: string, number: number): Promise<RowWayView | undefined>
  /** Forgets all rows; nothing is paused afterwards. */
  clear(): void
}

interface Watched {
  buffer: RowBuffer
  readonly listeners: Set<() => void>
  openRequest: number | undefined
  isWaiting: boolean
  isPaused: boolean
}

export interface FeedClock {
  /** Calls back once, in about a tenth of a second. */
  soon(callback: () => void): void
}

const pageLimit = 1000

export function createRowFeed(clock: FeedClock): RowFeed {
  return new PortRowFeed(clock)
}

class PortRowFeed implements RowFeed {
  readonly #clock: FeedClock
  readonly #nodes = new Map<string, Watched>()
  readonly #ways = new Map<number, (way: RowWayView | undefined) => void>()
  #port: RowPort | undefined
  #selected: string | undefined
  #nextRequest = 1

  constructor(clock: FeedClock) {
    this.#clock = clock
  }

  attach(port: RowPort): void {
    if (this.#port !== undefined) this.#port.onmessage = null
    this.#port = port
    for (const watched of this.#nodes.values()) watched.openRequest = undefined
    this.#endWays()
    port.onmessage = (event) => this.#receive(event.data as RowPortMessage)
    port.start?.()
    if (this.#selected !== undefined) port.postMessage({ type: 'select', node: this.#selected })
    for (const node of this.#nodes.keys()) this.#fetch(node)
  }

  watch(node: string, listener: () => void): () => void {
    const watched = this.#watched(node)
    watched.listeners.add(listener)
    this.#fetch(node)
    return () => watched.listeners.delete(listener)
  }

  select(node: string): void {
    this.#selected = node
    this.#port?.postMessage({ type: 'select', node })
    this.#fetch(node)
  }

  buffer(node: string): RowBuffer {
    return this.#nodes.get(node)?.buffer ?? emptyRowBuffer
  }

  setPaused(node: string, isPaused: boolean): void {
    this.#watched(node).isPaused = isPaused
    if (!isPaused) this.#fetch(node)
  }

  readWay(node: string, number: number): Promise<RowWayView | undefined> {
    const port = this.#port
    if (port === undefined) return Promise.resolve(undefined)
    const request = this.#nextRequest
    this.#nextRequest += 1
    return new Promise((resolve) => {
      this.#ways.set(request, resolve)
      port.postMessage({ type: 'way', request, node, number })
    })
  }

  /** Whoever was asked will not answer any more. */
  #endWays(): void {
    for (const resolve of this.#ways.values()) resolve(undefined)
    this.#ways.clear()
  }

  clear(): void {
    this.#endWays()
    for (const watched of this.#nodes.values()) {
      watched.buffer = emptyRowBuffer
      watched.openRequest = undefined
      watched.isPaused = false
      watched.listeners.forEach((listener) => listener())
    }
  }

  #watched(node: string): Watched {
    const known = this.#nodes.get(node)
    if (known !== undefined) return known
    const watched: Watched = {
      buffer: emptyRowBuffer,
      listeners: new Set(),
      openRequest: undefined,
      isWaiting: false,
      isPaused: false,
    }
    this.#nodes.set(node, watched)
    return watched
  }

  #fetch(node: string): void {
    const watched = this.#watched(node)
    const isIdle = watched.openRequest === undefined && !watched.isWaiting
    if (this.#port === undefined || !isIdle || watched.isPaused) return
    if (watched.listeners.size === 0) return
    const request = this.#nextRequest
    this.#nextRequest += 1
    watched.openRequest = request
    const after = watched.buffer.last
    this.#port.postMessage({ type: 'fetch', request, node, after, limit: pageLimit })
  }

  #receive(message: RowPortMessage): void {
    if (message.type === 'way') {
      this.#ways.get(message.request)?.(message.way)
      this.#ways.delete(message.request)
      return
    }
    const watched = this.#nodes.get(message.node)
    if (watched === undefined) return
    if (message.type === 'page') this.#receivePage(watched, message)
    else {
      // A number below what was fetched comes from a new run.
      if (message.newest < watched.buffer.last) {
        watched.buffer = emptyRowBuffer
        watched.isPaused = false
      }
      watched.buffer = { ...watched.buffer, newest: message.newest }
      if (watched.isPaused) watched.listeners.forEach((listener) => listener())
      this.#fetch(message.node)
    }
  }

  #receivePage(watched: Watched, page: RowPage): void {
    if (page.request !== watched.openRequest) return
    watched.openRequest = undefined
    watched.buffer = addPage(watched.buffer, page)
    watched.listeners.forEach((listener) => listener())
    const hasMore = page.rows.length > 0 && page.newest > watched.buffer.last
    watched.isWaiting = true
    this.#clock.soon(() => {
      watched.isWaiting = false
      if (hasMore || watched.buffer.newest > watched.buffer.last) this.#fetch(page.node)
    })
  }
}
