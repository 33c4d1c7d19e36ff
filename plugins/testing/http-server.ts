import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer, type ServerOptions } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'

export interface SeenRequest {
  readonly method: string
  readonly path: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** A server that keeps what it was asked; a test can stop it and start it again on the same port. */
export interface TestHttpServer {
  readonly port: number
  readonly requests: SeenRequest[]
  /** Resolves when `count` requests came. */
  received(count: number): Promise<void>
  start(): Promise<void>
  /** Ends it with all its connections, in the middle of what they do. */
  kill(): Promise<void>
}

/** Answers one request; `response.end` is its matter. */
export type Answer = (request: SeenRequest, response: ServerResponse) => void

export async function startHttpServer(
  answer: Answer,
  tls?: ServerOptions,
): Promise<TestHttpServer> {
  const requests: SeenRequest[] = []
  const waiting = new Set<() => void>()
  const listener = (incoming: IncomingMessage, response: ServerResponse): void => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const seen = seenRequest(incoming, Buffer.concat(chunks))
      requests.push(seen)
      answer(seen, response)
      for (const check of [...waiting]) check()
    })
  }
  const sockets = new Set<Socket>()
  let port = 0
  let stop = async (): Promise<void> => undefined
  const start = async (): Promise<void> => {
    const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener)
    server.on('connection', (socket: Socket) => {
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
    })
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    port = (server.address() as AddressInfo).port
    stop = async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
    }
  }
  await start()
  return {
    get port() {
      return port
    },
    requests,
    start,
    kill: async () => {
      const running = stop
      stop = async () => undefined
      await running()
    },
    received: (count) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (requests.length < count) return
          waiting.delete(check)
          resolve()
        }
        waiting.add(check)
        check()
      }),
  }
}

function seenRequest({ method, url, headers }: IncomingMessage, body: Buffer): SeenRequest {
  const named = Object.entries(headers).map(([name, value]) => [name, String(value)] as const)
  return { method: method ?? '', path: url ?? '', headers: Object.fromEntries(named), body }
}

/** An answer with this status and text. */
export function answerWith(status: number, text = ''): Answer {
  return (_request, response) => response.writeHead(status).end(text)
}
