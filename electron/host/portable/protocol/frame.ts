/**
 * The Scalability Protocols on a Unix socket, as nanomsg, nng and mangos speak them: a greeting of eight
 * bytes in both directions, then frames of one kind byte, a 64-bit length and the body.
 */

/** Numbers of the socket kinds in the greeting. */
export const SOCKET_KIND = { request: 0x30, reply: 0x31, push: 0x50, pull: 0x51 } as const
export type SocketKind = (typeof SOCKET_KIND)[keyof typeof SOCKET_KIND]

const GREETING_LENGTH = 8
const FRAME_HEADER_LENGTH = 9
const MESSAGE_FRAME = 1

/** The other side broke the protocol; the connection cannot be used any more. */
export class ProtocolError extends Error {
  readonly kind = 'protocol-error'
  constructor(message: string) {
    super(message)
    this.name = 'ProtocolError'
  }
}

export function encodeGreeting(own: SocketKind): Buffer {
  return Buffer.from([0, 0x53, 0x50, 0, own >> 8, own & 0xff, 0, 0])
}

/** A frame's first bytes, with room for the body where it is copied behind them. */
export function encodeFrame(body: Uint8Array, prefix?: Uint8Array): Buffer {
  const prefixLength = prefix?.length ?? 0
  const frame = Buffer.allocUnsafe(FRAME_HEADER_LENGTH + prefixLength + body.length)
  frame[0] = MESSAGE_FRAME
  frame.writeUInt32BE(Math.floor((prefixLength + body.length) / 2 ** 32), 1)
  frame.writeUInt32BE((prefixLength + body.length) % 2 ** 32, 5)
  if (prefix) frame.set(prefix, FRAME_HEADER_LENGTH)
  frame.set(body, FRAME_HEADER_LENGTH + prefixLength)
  return frame
}

export interface FrameReaderOptions {
  /** The only kind of socket that may be at the other end. */
  readonly peer: SocketKind
  /** A longer message is an error: nothing that large is a row, and it would have to fit in memory. */
  readonly maxBytes?: number
}

/** Cuts what arrives into messages, wherever the chunks end. */
export class FrameReader {
  readonly #peer: SocketKind
  readonly #maxBytes: number
  #chunks: Buffer[] = []
  #available = 0
  #needed = GREETING_LENGTH
  #isGreeted = false

  constructor({ peer, maxBytes = 256 * 1024 * 1024 }: FrameReaderOptions) {
    this.#peer = peer
    this.#maxBytes = maxBytes
  }

  get isGreeted(): boolean {
    return this.#isGreeted
  }

  /** The messages that `chunk` completes. Throws ProtocolError. */
  read(chunk: Buffer): Buffer[] {
    this.#chunks.push(chunk)
    this.#available += chunk.length
    if (this.#available < this.#needed) return []
    const bytes = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks, this.#available)
    const messages: Buffer[] = []
    const rest = bytes.subarray(this.#cut(bytes, messages))
    this.#chunks = rest.length > 0 ? [rest] : []
    this.#available = rest.length
    return messages
  }

  /** Returns where the first incomplete frame starts. */
  #cut(bytes: Buffer, messages: Buffer[]): number {
    let at = 0
    if (!this.#isGreeted) {
      this.#checkGreeting(bytes.subarray(0, GREETING_LENGTH))
      this.#isGreeted = true
      at = GREETING_LENGTH
    }
    for (;;) {
      this.#needed = FRAME_HEADER_LENGTH
      if (bytes.length - at < this.#needed) return at
      const length = this.#frameLength(bytes, at)
      this.#needed = FRAME_HEADER_LENGTH + length
      if (bytes.length - at < this.#needed) return at
      messages.push(bytes.subarray(at + FRAME_HEADER_LENGTH, at + this.#needed))
      at += this.#needed
    }
  }

  #frameLength(bytes: Buffer, at: number): number {
    if (bytes[at] !== MESSAGE_FRAME) {
      throw new ProtocolError(
        `a frame starts with byte ${String(bytes[at])} where 1 is the only kind`,
      )
    }
    const length = bytes.readUInt32BE(at + 1) * 2 ** 32 + bytes.readUInt32BE(at + 5)
    if (length > this.#maxBytes) {
      throw new ProtocolError(
        `a message of ${String(length)} bytes is over the limit of ${String(this.#maxBytes)}`,
      )
    }
    return length
  }

  #checkGreeting(bytes: Buffer): void {
    const expected = encodeGreeting(this.#peer)
    if (bytes.equals(expected)) return
    throw new ProtocolError(
      `the other side greeted with ${bytes.toString('hex')} where ${expected.toString('hex')} was expected`,
    )
  }
}
