import type { NumberedRow } from '#ipc/row-port'
import type { AnswerView, MessageView, RowWayView } from '#ipc/row-way'
import { dumpBytes } from '../../../lib/dump-bytes.ts'
import { countOf, formatClock, formatCount } from '../../../lib/format.ts'

/** Where a row was seen on its way, in order. */
export const stations = ['row', 'result', 'message', 'answer'] as const
export type Station = (typeof stations)[number]

export type Tone = 'done' | 'waiting' | 'lost'

/** Whether nothing more will become of it. */
export function isSettled({ message }: RowWayView): boolean {
  return message === undefined || toneOf(message) !== 'waiting' || lastOf(message) === 'stored'
}

/** How a message stands. */
export function toneOf(message: MessageView): Tone {
  switch (lastOf(message)) {
    case 'written':
      return 'done'
    case 'lost':
    case 'dropped':
      return 'lost'
    case 'unreachable':
    case 'stored':
    case undefined:
      return 'waiting'
  }
}

function lastOf({ answers }: MessageView): AnswerView['kind'] | undefined {
  return answers.at(-1)?.kind
}

/** The station where the way ended, or stands. */
export function statusOf({ message }: RowWayView): string {
  if (message === undefined) return 'no message'
  switch (lastOf(message)) {
    case undefined:
      return 'waiting'
    case 'unreachable':
      return 'trying again'
    case 'stored':
      return 'on disk'
    case 'written':
      return 'written'
    case 'lost':
      return 'lost'
    case 'dropped':
      return 'dropped'
  }
}

/** What happened, in words for the user. */
export function describeAnswer({ kind, times, reason = '' }: AnswerView): string {
  switch (kind) {
    case 'written':
      return 'The sink has written it.'
    case 'lost':
      return `The sink could not write it: ${reason}`
    case 'dropped':
      return `Dropped before it reached the sink: ${reason}`
    case 'unreachable':
      return times === 1 ? `Tried once: ${reason}` : `Tried ${formatCount(times)} times: ${reason}`
    case 'stored':
      return 'Only on disk, as the memory of the cache is full. It comes back as a new message.'
  }
}

/** `46 bytes of json, gzip, aes, of 20 rows` */
export function describeMessage(message: MessageView): string {
  const { rows, data, format, compression, encryption } = message
  const steps = [format, compression, encryption].filter((name) => name !== '').join(', ')
  const size =
    data.kind === 'rows' ? 'As rows, no bytes' : `${countOf(data.size, 'byte')} of ${steps}`
  return rows === 1 ? size : `${size}, made of ${countOf(rows, 'row')}`
}

/** What was left out, if anything. */
export function describeCut(shown: number, whole: number, noun: string): string | undefined {
  return shown >= whole ? undefined : `The first ${formatCount(shown)} of ${countOf(whole, noun)}.`
}

/** A station as it is copied. */
export function textOf(station: Station, row: NumberedRow, way: RowWayView | undefined): string {
  const ofRow = row.json ?? row.message ?? ''
  const { result, message } = way ?? {}
  switch (station) {
    case 'row':
      return ofRow
    case 'result':
      return result?.text ?? ofRow
    case 'message':
      if (message === undefined) return ofRow
      return message.data.kind === 'bytes' ? dumpBytes(message.data.bytes) : message.data.text
    case 'answer':
      return (message?.answers ?? [])
        .map((answer) => `${formatClock(answer.at)} ${describeAnswer(answer)}`)
        .join('\n')
  }
}
