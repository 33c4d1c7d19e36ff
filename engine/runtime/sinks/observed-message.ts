import type { Item, MessagePart, SinkMessage } from '../../sink-pipeline/index.ts'
import type { RecordValue } from '../../types/value.ts'
import type { MessageAnswer, MessageEncoding, MessageWay, RowWay, WayAnswer } from '../run.ts'

interface ObservedRow {
  readonly row: RecordValue
  readonly way: RowWay
}

/** A message that was made while its node was observed, with the rows it is made of. */
export class ObservedMessage implements MessageWay {
  readonly list: readonly ObservedRow[]
  readonly answers: WayAnswer[] = []
  readonly encoding: MessageEncoding
  sent: SinkMessage

  constructor(parts: readonly MessagePart[], sent: SinkMessage, encoding: MessageEncoding) {
    this.sent = sent
    this.encoding = encoding
    this.list = parts.flatMap(({ item, result }) => {
      const way: RowWay = { item, result, message: this }
      return rowsOf(item).map((row) => ({ row, way }))
    })
  }

  get rows(): number {
    return this.list.length
  }

  get first(): ObservedRow | undefined {
    return this.list[0]
  }

  /** An attempt once more only counts: a sink may be tried for hours. */
  answer(answer: MessageAnswer, at: number): void {
    const last = this.answers.at(-1)
    const isAgain = answer.kind === 'unreachable' && last?.kind === 'unreachable'
    if (!isAgain) this.answers.push({ ...answer, at, times: 1 })
    else this.answers.splice(-1, 1, { ...answer, at, times: last.times + 1 })
  }
}

export function firstRowOf(item: Item): RecordValue | undefined {
  return rowsOf(item)[0]
}

function rowsOf(item: Item): readonly RecordValue[] {
  return Array.isArray(item) ? (item as readonly RecordValue[]) : [item as RecordValue]
}
