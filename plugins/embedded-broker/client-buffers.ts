import type { AedesPublishPacket, Client } from 'aedes'

/** Bytes that may wait in front of a client that does not read. */
export const clientBufferBytes = 16_000_000

/**
 * What a broker does for a client that reads too slowly: messages wait up to a limit, later ones are not
 * for it. Without a limit all clients would stand still with the slow one.
 */
export class ClientBuffers {
  /** Bytes let through in this turn that are not written yet. */
  readonly #pending = new Map<Client, number>()

  /** Whether the message may go to the client; what is let through counts at once. */
  hasRoom(client: Client, { payload }: AedesPublishPacket): boolean {
    const pending = this.#pending.get(client) ?? 0
    const waiting = pending + waitingBytes(client)
    const size = payload.length
    if (waiting > 0 && waiting + size > clientBufferBytes) return false
    if (this.#pending.size === 0) setImmediate(this.#forget)
    this.#pending.set(client, pending + size)
    return true
  }

  /** Written by now: from here on the connection itself counts them. */
  #forget = (): void => {
    setImmediate(() => {
      this.#pending.clear()
    })
  }
}

function waitingBytes({ conn }: Client): number {
  return 'writableLength' in conn && typeof conn.writableLength === 'number'
    ? conn.writableLength
    : 0
}
