import { expect, test } from 'vitest'
import { encodeFrame, encodeGreeting, FrameReader, SOCKET_KIND } from './frame.ts'

const read = (chunks: readonly Buffer[], maxBytes?: number): string[] => {
  const reader = new FrameReader({
    peer: SOCKET_KIND.request,
    ...(maxBytes !== undefined && { maxBytes }),
  })
  return chunks.flatMap((chunk) => reader.read(chunk)).map(String)
}

const greeting = encodeGreeting(SOCKET_KIND.request)

test.each([
  [SOCKET_KIND.request, '0053500000300000'],
  [SOCKET_KIND.reply, '0053500000310000'],
  [SOCKET_KIND.push, '0053500000500000'],
  [SOCKET_KIND.pull, '0053500000510000'],
])('socket kind %i greets with %s', (kind, hex) => {
  expect(encodeGreeting(kind).toString('hex')).toBe(hex)
})

test('a frame is a kind byte, the length and the body behind its prefix', () => {
  const frame = encodeFrame(Buffer.from('handshake'), Buffer.from('e7aaa400', 'hex'))
  expect(frame.toString('hex')).toBe('01000000000000000de7aaa40068616e647368616b65')
})

test('messages are the same wherever the chunks end', () => {
  const messages = ['a', '', 'x'.repeat(300), 'end']
  const stream = Buffer.concat([
    greeting,
    ...messages.map((text) => encodeFrame(Buffer.from(text))),
  ])
  for (const size of [1, 2, 7, 9, 64, stream.length]) {
    const chunks: Buffer[] = []
    for (let at = 0; at < stream.length; at += size) chunks.push(stream.subarray(at, at + size))
    expect(read(chunks)).toEqual(messages)
  }
})

test.each([
  [
    'another protocol',
    [Buffer.from('HTTP/1.1')],
    /greeted with 485454502f312e31 where 0053500000300000 was expected/,
  ],
  ['the wrong kind of socket', [encodeGreeting(SOCKET_KIND.push)], /greeted with 0053500000500000/],
  ['a frame of another kind', [greeting, Buffer.alloc(9, 2)], /starts with byte 2/],
  [
    'a message over the limit',
    [greeting, encodeFrame(Buffer.alloc(11))],
    /of 11 bytes is over the limit of 10/,
  ],
])('%s is an error', (_, chunks, message) => {
  expect(() => read(chunks, 10)).toThrow(message)
})
