import type { Socket } from 'node:net'
import { bodyOf, ByteReader } from '../../portable/recordings/player.ts'
import type { RecordedBytes } from '../../portable/recordings/player.ts'

/** What a side said in a frame: `ok`, JSON by its value. */
export type Said = string | object

/**
 * Plays the server's bytes of one recorded socket and returns what the plugin said. A reply has the id
 * of the plugin's request, moved as far from its newest one as in the recording: older ones are to be
 * dropped. The recorded plugin's keep-alives are not waited for.
 */
export async function playServer(
  socket: Socket,
  recording: readonly RecordedBytes[],
): Promise<readonly Said[]> {
  // A plugin that was killed in the end resets it.
  socket.on('error', () => undefined)
  const reader = new ByteReader(socket)
  const said: Said[] = []
  let recordedId = 0
  let currentId = 0
  let hasRequested = false
  for (const { from, hex } of recording) {
    const bytes = Buffer.from(hex, 'hex')
    const isGreeting = bytes.length === 8
    const isRequest = !isGreeting && (bytes[9] ?? 0) >= 0x80
    if (from === 'server') {
      if (isRequest) bytes.writeUInt32BE(currentId + bytes.readUInt32BE(9) - recordedId, 9)
      socket.write(bytes)
      continue
    }
    if (isRequest) recordedId = bytes.readUInt32BE(9)
    if (isRequest && hasRequested && bodyOf(bytes) === 'handshake') continue
    const answer = await reader.next(!isGreeting)
    if (isRequest) {
      // Every request counts one more, and the lengths are those of the recorded texts.
      if (hasRequested && answer.readUInt32BE(9) !== currentId + 1) throw new Error('a wrong id')
      currentId = answer.readUInt32BE(9)
      hasRequested = true
    }
    said.push(isGreeting ? answer.toString('hex') : valueOf(answer))
  }
  return said
}

/** What the recorded plugin said, in the same form. */
export function saidInRecording(recording: readonly RecordedBytes[]): readonly Said[] {
  let hasRequested = false
  return recording.flatMap(({ from, hex }): readonly Said[] => {
    if (from === 'server') return []
    const bytes = Buffer.from(hex, 'hex')
    if (bytes.length === 8) return [hex]
    const isKeepAlive = hasRequested && bodyOf(bytes) === 'handshake'
    hasRequested = true
    return isKeepAlive ? [] : [valueOf(bytes)]
  })
}

function valueOf(frame: Buffer): Said {
  const text = bodyOf(frame)
  return text.startsWith('{')
    ? (JSON.parse(text) as object)
    : frame.subarray(0, 9).toString('hex') + text
}
