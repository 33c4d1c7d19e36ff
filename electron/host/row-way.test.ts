import { expect, test } from 'vitest'
import type { RowWay } from '#engine'
import type { MessageView, RowWayView } from '#ipc/row-way'
import { toRowWayView } from './row-way.ts'

const plain = { text: (text: string) => text, data: (text: string) => text }
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

function wayOf(
  data: Uint8Array | { n: number } | { n: number }[],
  more: Partial<NonNullable<RowWay['message']>> = {},
): RowWay {
  return {
    item: { n: 1 },
    result: { kind: 'text', text: 'n is 1' },
    message: {
      rows: 1,
      sent: { data, properties: { topic: 't/1', dataTemplate: 'n is 1' } },
      encoding: { format: 'json', compression: '', encryption: '' },
      answers: [],
      ...more,
    },
  }
}

function messageOf(way: RowWay): MessageView {
  const { message } = toRowWayView(way, plain)
  if (message === undefined) throw new Error('there is no message')
  return message
}

test('a way is its stations as texts', () => {
  const answers = [
    { kind: 'unreachable', at: 5, times: 3, reason: 'nobody there' },
    { kind: 'written', at: 9, times: 1 },
  ] as const
  expect(toRowWayView(wayOf(bytesOf('n is 1'), { answers }), plain)).toEqual<RowWayView>({
    rows: 1,
    result: { kind: 'text', text: 'n is 1', length: 6 },
    message: {
      rows: 1,
      data: { kind: 'text', text: 'n is 1', size: 6 },
      properties: { topic: 't/1' },
      format: 'json',
      compression: '',
      encryption: '',
      answers: [
        { kind: 'unreachable', at: 5, times: 3, reason: 'nobody there' },
        { kind: 'written', at: 9, times: 1 },
      ],
    },
  })
})

test('rows of a result that became no message', () => {
  const way: RowWay = { item: [{ n: 1 }, { n: 2 }], result: { kind: 'data', data: [{ n: 1 }] } }
  expect(toRowWayView(way, plain)).toEqual({
    rows: 2,
    result: { kind: 'rows', text: '[{"n":1}]', length: 9 },
  })
})

test.each([
  ['text', bytesOf('21 °C\n'), { kind: 'text', text: '21 °C\n', size: 7 }],
  ['rows', [{ n: 1 }], { kind: 'rows', text: '[{"n":1}]', size: 9 }],
  [
    'bytes that are no text',
    Uint8Array.of(0x1f, 0x8b, 8),
    { kind: 'bytes', bytes: Uint8Array.of(0x1f, 0x8b, 8), size: 3 },
  ],
  [
    'text with control characters',
    Uint8Array.of(65, 0),
    { kind: 'bytes', bytes: Uint8Array.of(65, 0), size: 2 },
  ],
])('%s', (_name, data, shown) => {
  expect(messageOf(wayOf(data)).data).toEqual(shown)
})

test('the beginning of what is long comes with its size', () => {
  const { data } = messageOf(wayOf(bytesOf('x'.repeat(50_000))))
  expect(data).toEqual({ kind: 'text', text: 'x'.repeat(20_000), size: 50_000 })
  const binary = messageOf(wayOf(new Uint8Array(50_000))).data
  expect(binary).toEqual({ kind: 'bytes', bytes: new Uint8Array(4096), size: 50_000 })
})

test('nothing of it shows a secret', () => {
  const hide = (text: string): string => text.replaceAll('hush', '***')
  const way: RowWay = {
    ...wayOf(bytesOf('hush'), {
      sent: { data: bytesOf('a hush b'), properties: { topic: 'hush/1' } },
      answers: [{ kind: 'lost', cause: 'sink-refused', reason: 'hush is wrong', at: 0, times: 1 }],
    }),
    result: { kind: 'text', text: 'hush' },
  }
  expect(JSON.stringify(toRowWayView(way, { text: hide, data: hide }))).not.toContain('hush')
})
