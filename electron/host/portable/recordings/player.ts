import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { Socket } from 'node:net'

/** What one side wrote at once. */
export interface RecordedBytes {
  readonly from: 'plugin' | 'server'
  readonly hex: string
}

/**
 * Plays the plugin's side of one recorded socket and returns what the server's side wrote, in place of
 * what it wrote in the recording. `onServerTurn` is called with the recorded bytes before the host is
 * expected to write the same. As a plugin does, it drops replies to requests that it gave up.
 */
export async function playPlugin(
  socket: Socket,
  recording: readonly RecordedBytes[],
  onServerTurn: (recorded: Buffer) => void = () => undefined,
): Promise<RecordedBytes[]> {
  const reader = new ByteReader(socket)
  const played: RecordedBytes[] = []
  let currentId: string | undefined
  for (const { from, hex } of withoutGivenUpReplies(recording)) {
    const bytes = Buffer.from(hex, 'hex')
    if (from === 'plugin') {
      if (isRequest(bytes)) currentId = requestId(bytes)
      socket.write(bytes)
      played.push({ from, hex })
      continue
    }
    if (bytes.length > 8) onServerTurn(bytes)
    let answer = await reader.next(bytes.length > 8)
    while (currentId !== undefined && bytes.length > 8 && requestId(answer) !== currentId) {
      answer = await reader.next(true)
    }
    played.push({ from, hex: answer.toString('hex') })
  }
  return played
}

/** The recording as a plugin sees it: without replies that it drops. */
export function withoutGivenUpReplies(recording: readonly RecordedBytes[]): RecordedBytes[] {
  let currentId: string | undefined
  return recording.filter(({ from, hex }) => {
    const bytes = Buffer.from(hex, 'hex')
    if (!isRequest(bytes)) return true
    if (from === 'plugin') currentId = requestId(bytes)
    return from === 'plugin' || currentId === undefined || requestId(bytes) === currentId
  })
}

export async function dial(path: string): Promise<Socket> {
  const socket = connect(path)
  await once(socket, 'connect')
  return socket
}

/** The next connection to a socket that listens from now on. */
export async function listenOnce(
  path: string,
): Promise<{ connected: Promise<Socket>; close: () => void }> {
  const server = createServer()
  server.listen(path)
  await once(server, 'listening')
  const connected = once(server, 'connection').then(([socket]) => socket as Socket)
  return { connected, close: () => server.close() }
}

export function bodyOf(frame: Buffer): string {
  return frame.toString('utf8', isRequest(frame) ? 13 : 9)
}

function isRequest(bytes: Buffer): boolean {
  return bytes.length >= 13 && (bytes[9] ?? 0) >= 0x80
}

function requestId(frame: Buffer): string {
  return frame.toString('hex', 9, 13)
}

/** What comes over a socket, cut as it was sent. */
export class ByteReader {
  readonly #socket: Socket
  #buffer = Buffer.alloc(0)

  constructor(socket: Socket) {
    this.#socket = socket
  }

  /** The next frame, or the greeting. */
  async next(isFrame: boolean): Promise<Buffer> {
    if (!isFrame) return this.#take(8)
    const head = await this.#peek(9)
    return this.#take(9 + Number(head.readBigUInt64BE(1)))
  }

  async #take(length: number): Promise<Buffer> {
    const bytes = await this.#peek(length)
    this.#buffer = this.#buffer.subarray(length)
    return bytes
  }

  async #peek(length: number): Promise<Buffer> {
    while (this.#buffer.length < length) {
      const chunk = this.#socket.read() as Buffer | null
      if (chunk) this.#buffer = Buffer.concat([this.#buffer, chunk])
      else await once(this.#socket, 'readable')
    }
    return this.#buffer.subarray(0, length)
  }
}
