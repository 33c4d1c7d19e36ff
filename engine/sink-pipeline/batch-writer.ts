import { EncodeError, encodeMessage, joinRows } from '../encode/index.ts'
import { toJsonText, JsonTextError } from '../types/json-text.ts'
import type { RecordValue } from '../types/value.ts'
import type { PipelinePlan } from './plan.ts'
import type { Item, Transformed } from './transform.ts'

/** The messages of one batch on their way to become one. */
export interface BatchWriter {
  /** Throws EncodeError for a message that cannot be part of a batch. */
  add(result: Transformed): void
  /** What was added since the last call, as one message; undefined where nothing was. */
  take(): Uint8Array | readonly RecordValue[] | undefined
}

export function createBatchWriter(plan: PipelinePlan): BatchWriter {
  if (plan.accepts === 'rows') return createRowsWriter()
  switch (plan.properties.format.toLowerCase()) {
    case 'json':
      return createJsonWriter()
    case 'delimited':
      return createDelimitedWriter()
    default:
      return createPiecesWriter(plan)
  }
}

/** The data of a message. A template's text is no data: eKuiper cannot batch it. */
function dataOf(result: Transformed): Item {
  if (result.kind === 'data') return result.data
  throw new EncodeError('unknown data type: *xsql.RawTuple')
}

function rowsOf(item: Item): readonly RecordValue[] {
  return Array.isArray(item) ? (item as readonly RecordValue[]) : [item as RecordValue]
}

/** All rows in one flat list. */
function createRowsWriter(): BatchWriter {
  let rows: RecordValue[] | undefined
  return {
    add(result) {
      const data = dataOf(result)
      rows ??= []
      rows.push(...rowsOf(data))
    },
    take() {
      const taken = rows
      rows = undefined
      return taken
    },
  }
}

/** A JSON array of the messages: of rows with sendSingle, else of lists. */
function createJsonWriter(): BatchWriter {
  let pieces: string[] | undefined
  return {
    add(result) {
      const data = dataOf(result)
      pieces ??= []
      try {
        pieces.push(toJsonText(data))
      } catch (error) {
        if (error instanceof JsonTextError) throw new EncodeError(error.message)
        throw error
      }
    },
    take() {
      const taken = pieces
      pieces = undefined
      return taken === undefined ? undefined : encodeMessage(`[${taken.join(',')}]`)
    },
  }
}

/** Always a comma and a header line, whatever the action says. */
function createDelimitedWriter(): BatchWriter {
  const writer = createRowsWriter()
  return {
    add: (result) => {
      writer.add(result)
    },
    take() {
      const rows = writer.take() as readonly RecordValue[] | undefined
      return rows === undefined ? undefined : encodeMessage(joinRows(rows, ',', true).join('\n'))
    },
  }
}

/** Messages one behind the other without anything between them. */
function createPiecesWriter(plan: PipelinePlan): BatchWriter {
  const encode = plan.createEncoder()
  let pieces: Uint8Array[] | undefined
  return {
    add(result) {
      const data = dataOf(result)
      pieces ??= []
      pieces.push(encode(data))
    },
    take() {
      const taken = pieces
      pieces = undefined
      return taken === undefined ? undefined : joinBytes(taken)
    },
  }
}

function joinBytes(pieces: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    joined.set(piece, at)
    at += piece.length
  }
  return joined
}
