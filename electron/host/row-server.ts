import type { Cancel, Clock, EngineRun, NodeEvent } from '#engine'
import { rowRequest } from '#ipc/row-port'
import type { NumberedRow, RowPortMessage } from '#ipc/row-port'
import { displayText } from './display-text.ts'
import type { Redactor } from './redactor.ts'
import { createRedactor } from './redactor.ts'
import type { NumberedEvent, RowRing } from './row-ring.ts'
import { createRowRing } from './row-ring.ts'
import { toRowWayView } from './row-way.ts'

/** The host's end of a row port, whatever carries it. */
export interface RowConnection {
  send(message: RowPortMessage): void
  /** Called when another view takes its place. */
  close(): void
}

/** Serves the rows of the current run to one view. */
export interface RowServer {
  /** Observes every node of the run; the rings of an earlier run are gone. */
  follow(run: EngineRun): void
  /** The view that gets the rows from now on. */
  connect(connection: RowConnection): void
  /** The view is gone. Does nothing where another one has taken its place. */
  disconnect(connection: RowConnection): void
  /** Throws for a message that is not a row request. */
  receive(message: unknown): void
  close(): void
}

const ordinarySize = { rows: 500, bytes: 16_000_000 }
const selectedSize = { rows: 10_000, bytes: 64_000_000 }
const noticeIntervalMs = 100
const longestPayload = 4096
/** A page ends where its rows' texts pass this, so that no message is larger than a few rows. */
const pageCharacters = 1_000_000

/** Rows go out as `redactor` leaves them. */
export function createRowServer(clock: Clock, redactor: Redactor = createRedactor()): RowServer {
  let rings = new Map<string, RowRing>()
  const changed = new Set<string>()
  let selected = ''
  let connection: RowConnection | undefined
  let stopObserving: Cancel[] = []
  let cancelNotices: Cancel | undefined

  const sendNotices = (): void => {
    cancelNotices = undefined
    for (const node of changed) {
      const newest = rings.get(node)?.newest ?? 0
      connection?.send({ type: 'available', node, newest })
    }
    changed.clear()
  }
  const announce = (node: string): void => {
    changed.add(node)
    cancelNotices ??= clock.schedule(clock.now() + noticeIntervalMs, sendNotices)
  }
  const stop = (): void => {
    for (const cancel of stopObserving) cancel()
    stopObserving = []
  }
  const select = (node: string): void => {
    rings.get(selected)?.resize(ordinarySize)
    selected = node
    rings.get(node)?.resize(selectedSize)
  }
  return {
    follow(run) {
      stop()
      rings = new Map()
      changed.clear()
      stopObserving = run.status().map(({ node }) => {
        const ring = createRowRing(node === selected ? selectedSize : ordinarySize)
        rings.set(node, ring)
        return run.observe(node, (event) => {
          ring.add(event)
          announce(node)
        })
      })
    },
    connect(next) {
      connection?.close()
      connection = next
      for (const node of rings.keys()) announce(node)
    },
    disconnect(gone) {
      if (connection === gone) connection = undefined
    },
    receive(message) {
      const request = rowRequest.parse(message)
      if (request.type === 'select') {
        select(request.node)
        return
      }
      const ring = rings.get(request.node)
      if (request.type === 'way') {
        const way = ring?.find(request.number)?.way
        const { type, node } = request
        const found = way === undefined ? {} : { way: toRowWayView(way, redactor) }
        connection?.send({ type, request: request.request, node, ...found })
        return
      }
      const { events, lost } = ring?.read(request.after, request.limit) ?? { events: [], lost: 0 }
      connection?.send({
        type: 'page',
        request: request.request,
        node: request.node,
        rows: fillPage(events, redactor),
        newest: ring?.newest ?? 0,
        lost,
      })
    },
    close() {
      cancelNotices?.()
      stop()
    },
  }
}

/** The first events as rows, at least one; the next page goes on after the last of them. */
function fillPage(events: readonly NumberedEvent[], redactor: Redactor): NumberedRow[] {
  const rows: NumberedRow[] = []
  let characters = 0
  for (const event of events) {
    const row = redactRow(toNumberedRow(event), redactor)
    rows.push(row)
    characters += (row.json?.length ?? 0) + (row.metadata?.length ?? 0)
    if (characters > pageCharacters) break
  }
  return rows
}

/** Rows become text only here, when a view asks for them: most rows are never looked at. */
function toNumberedRow({ number, event }: NumberedEvent): NumberedRow {
  const base = { number, kind: event.kind, at: event.at }
  switch (event.kind) {
    case 'in':
    case 'out':
      return { ...base, ...jsonOf(event), ...metadataOf(event) }
    case 'dropped':
      return { ...base, cause: event.cause, message: event.reason, ...jsonOf(event) }
    case 'error': {
      const payload = event.payload?.slice(0, longestPayload)
      return {
        ...base,
        message: event.message,
        ...jsonOf(event),
        ...metadataOf(event),
        ...(payload === undefined ? {} : { payload }),
      }
    }
  }
}

function redactRow(
  { json, metadata, message, ...row }: NumberedRow,
  redactor: Redactor,
): NumberedRow {
  return {
    ...row,
    ...(json === undefined ? {} : { json: redactor.data(json) }),
    ...(metadata === undefined ? {} : { metadata: redactor.data(metadata) }),
    ...(message === undefined ? {} : { message: redactor.text(message) }),
  }
}

function jsonOf(event: Extract<NodeEvent, { row?: unknown }>): { json?: string } {
  return event.row === undefined ? {} : { json: displayText(event.row) }
}

function metadataOf(event: Extract<NodeEvent, { metadata?: unknown }>): { metadata?: string } {
  return event.metadata === undefined ? {} : { metadata: displayText(event.metadata) }
}
