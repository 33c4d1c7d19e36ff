import type { Socket } from 'node:net'
import { listen } from './processes.ts'

/** Numbers rows at a steady rate and keeps each until the engine host says that it has accepted it. */
export interface Feeder {
  readonly port: number
  /** The last number that was accepted; none may be lost up to it. */
  accepted(): number
  /** No new number from now on; resolves when all are accepted, or nobody is there to accept them. */
  finish(isHostGone: () => boolean): Promise<void>
  close(): Promise<void>
}

const tickMs = 10

export async function startFeeder(rowsPerSecond: number): Promise<Feeder> {
  const start = Date.now()
  let accepted = 0
  let sent = 0
  let last = Infinity
  let host: Socket | undefined
  const server = await listen((socket) => {
    // What a killed host did not acknowledge is sent to the next one again.
    host = socket
    sent = accepted
    let rest = ''
    socket.setEncoding('utf8').on('data', (text: string) => {
      const lines = `${rest}${text}`.split('\n')
      rest = lines.pop() ?? ''
      accepted = Math.max(accepted, ...lines.map(Number))
    })
    socket.once('close', () => {
      if (host === socket) host = undefined
    })
  })
  const due = (): number =>
    Math.min(last, Math.floor(((Date.now() - start) * rowsPerSecond) / 1000))
  const timer = setInterval(() => {
    const until = due()
    if (host === undefined || sent >= until) return
    let text = ''
    for (let number = sent + 1; number <= until; number += 1) text += `${number}\n`
    sent = until
    host.write(text)
  }, tickMs)
  return {
    port: server.port,
    accepted: () => accepted,
    finish: (isHostGone) => {
      last = due()
      return new Promise((resolve) => {
        const wait = setInterval(() => {
          if (accepted < last && !isHostGone()) return
          clearInterval(wait)
          resolve()
        }, tickMs)
      })
    },
    async close() {
      clearInterval(timer)
      await server.close()
    },
  }
}
