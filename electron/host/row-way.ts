import type { MessageWay, RowWay, WayAnswer } from '#engine'
import type { AnswerView, MessageData, MessageView, ResultView, RowWayView } from '#ipc/row-way'
import { displayText } from './display-text.ts'

/** What may be shown of a text: of one made by a program, and of data. */
export interface WayRedactor {
  text(text: string): string
  data(text: string): string
}

/** More of a text is not sent to the window. */
const longestText = 20_000
const longestBytes = 4096

/** The way of a row as it is now, for the window. */
export function toRowWayView(way: RowWay, redactor: WayRedactor): RowWayView {
  const { item, result, message } = way
  return {
    rows: Array.isArray(item) ? item.length : 1,
    ...(result === undefined ? {} : { result: toResultView(result, redactor) }),
    ...(message === undefined ? {} : { message: toMessageView(message, redactor) }),
  }
}

function toResultView(result: NonNullable<RowWay['result']>, redactor: WayRedactor): ResultView {
  const text = redactor.data(result.kind === 'text' ? result.text : displayText(result.data))
  const kind = result.kind === 'text' ? 'text' : 'rows'
  return { kind, text: cut(text), length: text.length }
}

function toMessageView(message: MessageWay, redactor: WayRedactor): MessageView {
  const { rows, sent, encoding, answers } = message
  // What eKuiper renders of the data template as a property is its result over again.
  const properties = Object.entries(sent.properties)
    .filter(([name]) => name !== 'dataTemplate')
    .map(([name, value]) => [name, cut(redactor.data(value))] as const)
  return {
    rows,
    data: toData(sent.data, redactor),
    properties: Object.fromEntries(properties),
    ...encoding,
    answers: answers.map((answer) => toAnswerView(answer, redactor)),
  }
}

function toData(data: MessageWay['sent']['data'], redactor: WayRedactor): MessageData {
  if (!(data instanceof Uint8Array)) {
    const text = redactor.data(displayText(data))
    return { kind: 'rows', text: cut(text), size: text.length }
  }
  const size = data.length
  const text = textOf(data)
  if (text !== undefined) return { kind: 'text', text: cut(redactor.data(text)), size }
  return { kind: 'bytes', bytes: data.slice(0, longestBytes), size }
}

/** Whoever reads bytes as text wants no control characters but line breaks and tabs. */
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/

function textOf(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return control.test(text) ? undefined : text
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}

function toAnswerView(answer: WayAnswer, redactor: WayRedactor): AnswerView {
  const { kind, at, times } = answer
  return {
    kind,
    at,
    times,
    ...('reason' in answer ? { reason: redactor.text(answer.reason) } : {}),
  }
}

function cut(text: string): string {
  return text.slice(0, longestText)
}
