import { Agent, type IncomingMessage, request as requestHttp } from 'node:http'
import { Agent as TlsAgent, request as requestHttps } from 'node:https'
import type { TlsSettings } from '../network/index.ts'

export interface HttpRequest {
  readonly method: string
  readonly url: URL
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer | undefined
}

export interface HttpAnswer {
  readonly status: number
  /** Of the server that answered: redirects are followed. */
  readonly url: URL
  /** Empty where it is not read. */
  readonly text: string
}

export interface SendOptions {
  readonly signal: AbortSignal
  readonly readsBody: boolean
}

const mostRedirects = 10
const mostAnswerBytes = 1 << 20

/** Sends requests over connections that are kept. Rejects with Node's error where no answer comes. */
export class HttpClient {
  readonly #agent = new Agent({ keepAlive: true })
  readonly #tlsAgent: TlsAgent

  constructor(tls: TlsSettings) {
    this.#tlsAgent = new TlsAgent({ keepAlive: true, ...tls })
  }

  async send(request: HttpRequest, options: SendOptions): Promise<HttpAnswer> {
    let current = request
    for (let redirects = 0; ; redirects += 1) {
      const response = await this.#exchange(current, options.signal)
      const next = redirectedOrClosed(current, response)
      if (next === undefined) {
        const text = await readText(response, options.readsBody)
        return { status: statusOf(response), url: current.url, text }
      }
      await readText(response, false)
      if (redirects === mostRedirects) throw new Error(`stopped after ${mostRedirects} redirects`)
      current = next
    }
  }

  close(): void {
    this.#agent.destroy()
    this.#tlsAgent.destroy()
  }

  /** A server may close a kept connection just when it is used again: that request is sent once more. */
  async #exchange(request: HttpRequest, signal: AbortSignal): Promise<IncomingMessage> {
    try {
      return await this.#exchangeOnce(request, signal)
    } catch (error) {
      if (!(error instanceof StaleConnectionError)) throw error
      return await this.#exchangeOnce(request, signal)
    }
  }

  #exchangeOnce(
    { method, url, headers, body }: HttpRequest,
    signal: AbortSignal,
  ): Promise<IncomingMessage> {
    const isTls = url.protocol === 'https:'
    const start = isTls ? requestHttps : requestHttp
    const agent = isTls ? this.#tlsAgent : this.#agent
    return new Promise((resolve, reject) => {
      const sent = { ...headers, ...lengthOf(method, body) }
      const outgoing = start(url, { method, headers: sent, agent, signal })
      outgoing.once('response', resolve)
      outgoing.on('error', (error: NodeJS.ErrnoException) => {
        const isStale = outgoing.reusedSocket && error.code === 'ECONNRESET'
        reject(isStale ? new StaleConnectionError(error) : error)
      })
      outgoing.end(body)
    })
  }
}

/** Said by itself: Node leaves it out with GET and DELETE. */
function lengthOf(method: string, body: Buffer | undefined): Record<string, string> {
  if (body !== undefined) return { 'content-length': String(body.length) }
  return method === 'POST' || method === 'PUT' ? { 'content-length': '0' } : {}
}

class StaleConnectionError extends Error {
  readonly code = 'ECONNRESET'
  constructor(cause: Error) {
    super(cause.message, { cause })
    this.name = 'StaleConnectionError'
  }
}

const statusOf = ({ statusCode }: IncomingMessage): number => statusCode ?? 0

/** As `redirected`; a connection whose answer is not read would stay open as long as the rule runs. */
function redirectedOrClosed(
  request: HttpRequest,
  response: IncomingMessage,
): HttpRequest | undefined {
  try {
    return redirected(request, statusOf(response), response.headers.location)
  } catch (error) {
    response.destroy()
    throw error
  }
}

/** The request that an answer asks for instead; undefined where it asks for none. */
function redirected(
  { method, url, headers, body }: HttpRequest,
  status: number,
  location: string | undefined,
): HttpRequest | undefined {
  if (![301, 302, 303, 307, 308].includes(status) || location === undefined) return undefined
  const to = URL.canParse(location, url.href) ? new URL(location, url) : undefined
  if (to === undefined || !/^https?:$/.test(to.protocol)) {
    throw new Error('the server redirects to what is no http or https address')
  }
  const keepsBody = status === 307 || status === 308
  return {
    method: keepsBody ? method : 'GET',
    url: to,
    headers: redirectedHeaders(headers, { from: url, to, keepsBody }),
    body: keepsBody ? body : undefined,
  }
}

/** What the user has set, a key perhaps, is for the server it was set for. */
function redirectedHeaders(
  headers: Readonly<Record<string, string>>,
  { from, to, keepsBody }: { from: URL; to: URL; keepsBody: boolean },
): Record<string, string> {
  const isOfBody = (name: string): boolean => name.startsWith('content-')
  const kept = Object.entries(headers).filter(([name]) =>
    isOfBody(name) ? keepsBody : from.origin === to.origin || name === 'user-agent',
  )
  const isDowngrade = from.protocol === 'https:' && to.protocol === 'http:'
  const referer = `${from.origin}${from.pathname}${from.search}`
  return { ...Object.fromEntries(kept), ...(isDowngrade ? {} : { referer }) }
}

/**
 * Takes the answer from its connection, which can be used again then. Resolves also where its end does not
 * come: what it says has come with its head. Empty unless it `isKept`; a long one is cut.
 */
function readText(response: IncomingMessage, isKept: boolean): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let size = 0
    const finish = (): void => {
      resolve(Buffer.concat(chunks).toString())
    }
    response.on('data', (chunk: Buffer) => {
      if (isKept) chunks.push(chunk)
      size += chunk.length
      if (size > mostAnswerBytes) response.destroy()
    })
    response.on('error', finish)
    response.on('close', finish)
  })
}
