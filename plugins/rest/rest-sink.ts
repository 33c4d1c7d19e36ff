import {
  type Clock,
  ConfigurationError,
  ConnectionError,
  type Logger,
  millisecondsOf,
  type Sink,
  type SinkContext,
  type SinkData,
  type SinkItem,
} from '#engine/api'
import { readTlsSettings } from '../network/index.ts'
import { errorCodeIn } from './answer.ts'
import { createBody } from './body.ts'
import { answerError, sendError } from './failure.ts'
import { HttpClient, type HttpAnswer, type HttpRequest } from './http-client.ts'
import { isPrivateHost } from './private-net.ts'
import { bodyTypeOf, restProperties, type RestProperties } from './properties.ts'
import { checkTemplates, fillTemplate, TokenKeeper } from './tokens.ts'
import { shownText, shownUrl, urlFault } from './url.ts'

/** Sends each message as one request. What an answer refuses is lost; where none comes it may be sent again. */
export class RestSink implements Sink {
  #given: RestProperties | undefined
  #client: HttpClient | undefined
  #tokens: TokenKeeper | undefined
  #isFirst = true
  #isReachable = true

  configure(properties: Readonly<Record<string, unknown>>): void {
    const given = restProperties.parse(properties)
    if (given.oauth !== undefined) checkTemplates(given.oauth, given.headers)
    this.#client = new HttpClient(readTlsSettings(given))
    this.#given = given
  }

  async open(context: SinkContext): Promise<void> {
    const { oauth } = this.#settings()
    warnOfEkuiper(this.#settings(), context.logger)
    if (oauth === undefined || oauth.access.url === '') return
    const post = async (
      tokenUrl: string,
      headers: Readonly<Record<string, string>>,
      body: string,
    ): Promise<string> => {
      const request = {
        method: 'POST',
        url: readUrl(tokenUrl),
        headers: merge({ 'content-type': 'application/json' }, headers),
        body: Buffer.from(body),
      }
      const answer = await this.#send(context, request, true)
      if (!isSuccess(answer)) throw answerError(answer, request, 'The token request: ')
      return answer.text
    }
    this.#tokens = new TokenKeeper(oauth, post, context.clock)
    await this.#tokens.tokens()
  }

  async collect(context: SinkContext, data: SinkData, item: SinkItem): Promise<void> {
    if (!(data instanceof Uint8Array)) throw new TypeError('expected bytes')
    const { debugResp } = this.#settings()
    const message = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
    const request = await this.#createRequest(context, message, item)
    const isFirst = this.#isFirst
    this.#isFirst = false
    const answer = await this.#sendOrReport(context, request, debugResp)
    if (debugResp) context.logger.info(`Response raw content: ${answer.text}`)
    this.#check(answer, request, isFirst)
  }

  close(): void {
    this.#client?.close()
  }

  async #createRequest(
    { clock }: SinkContext,
    message: Buffer,
    { properties }: SinkItem,
  ): Promise<HttpRequest> {
    const given = this.#settings()
    const fields = Object.entries(given.formData).map(
      ([name, value]) => [name, properties[`formData.${name}`] ?? value] as const,
    )
    const body = createBody(bodyTypeOf(given), message, {
      fileField: given.fileFieldName,
      fields: Object.fromEntries(fields),
      fileName: String(Math.trunc(clock.now())),
    })
    return {
      method: given.method,
      url: readUrl(properties['url'] ?? given.url),
      headers: merge(
        body.type === undefined ? {} : { 'content-type': body.type },
        await this.#ownHeaders(),
        encodingOf(given),
      ),
      body: body.bytes,
    }
  }

  /** As eKuiper: without OAuth none with the first request, and templates as they are. */
  async #ownHeaders(): Promise<Readonly<Record<string, string>>> {
    const { headers } = this.#settings()
    if (this.#tokens === undefined) return this.#isFirst ? {} : headers
    const tokens = await this.#tokens.tokens()
    const filled = Object.entries(headers).map(
      ([name, value]) => [name, fillTemplate(value, tokens)] as const,
    )
    return Object.fromEntries(filled)
  }

  #check(answer: HttpAnswer, request: HttpRequest, isFirst: boolean): void {
    const { responseType, debugResp, headers } = this.#settings()
    if (!isSuccess(answer)) {
      const isBare = isFirst && this.#tokens === undefined && Object.keys(headers).length > 0
      throw answerError(answer, request, '', isBare ? bareFirstRequest : '')
    }
    const code = responseType === 'body' && debugResp ? errorCodeIn(answer.text) : undefined
    if (code === undefined) return
    const place = `${request.method} ${shownUrl(answer.url)}`
    throw new Error(`${place}: the code in the answer is ${code}, not one from 200 to 299.`)
  }

  async #sendOrReport(
    context: SinkContext,
    request: HttpRequest,
    readsBody: boolean,
  ): Promise<HttpAnswer> {
    try {
      const answer = await this.#send(context, request, readsBody)
      if (!this.#isReachable) context.reportStatus({ state: 'connected' })
      this.#isReachable = true
      return answer
    } catch (error) {
      if (error instanceof ConnectionError && !context.signal.aborted) {
        context.reportStatus({ state: 'disconnected', message: error.message })
        this.#isReachable = false
      }
      throw error
    }
  }

  async #send(
    { clock, signal }: SinkContext,
    request: HttpRequest,
    readsBody: boolean,
  ): Promise<HttpAnswer> {
    if (this.#client === undefined) throw new ConfigurationError('url', 'not configured')
    const limit = createLimit(clock, millisecondsOf(this.#settings().timeout) ?? 0)
    try {
      const signals = [signal, limit.signal]
      return await this.#client.send(request, { signal: AbortSignal.any(signals), readsBody })
    } catch (error) {
      if (signal.aborted) throw new ConnectionError('The rule was stopped.', { cause: error })
      throw sendError(error, request, limit.signal.aborted ? limit.ms : undefined)
    } finally {
      limit.cancel()
    }
  }

  #settings(): RestProperties {
    if (this.#given === undefined) throw new ConfigurationError('url', 'not configured')
    return this.#given
  }
}

const bareFirstRequest =
  ' It was the first request of the rule, which eKuiper sends without the configured headers.'

function isSuccess({ status }: HttpAnswer): boolean {
  return status >= 200 && status <= 299
}

interface Limit {
  readonly ms: number
  readonly signal: AbortSignal
  cancel(): void
}

/** 0 is no limit. */
function createLimit(clock: Clock, ms: number): Limit {
  const controller = new AbortController()
  const { signal } = controller
  if (ms === 0) return { ms, signal, cancel: () => undefined }
  const cancel = clock.schedule(clock.now() + ms, () => {
    controller.abort()
  })
  return { ms, signal, cancel }
}

/** A row may give any text. */
function readUrl(text: string): URL {
  const fault = urlFault(text) ?? (URL.canParse(text) ? undefined : 'its host or port is wrong')
  if (fault !== undefined) throw new Error(`"${shownText(text)}" is no URL to send to: ${fault}.`)
  return new URL(text)
}

function encodingOf(given: RestProperties): Readonly<Record<string, string>> {
  const { compression } = given
  return compression === 'gzip' || compression === 'zstd' ? { 'content-encoding': compression } : {}
}

/** What the connection itself says is not the user's; names that differ only in case are one. */
const ofConnection: ReadonlySet<string> = new Set([
  ...['host', 'content-length', 'transfer-encoding', 'trailer'],
])

function merge(
  ...parts: readonly Readonly<Record<string, string>>[]
): Readonly<Record<string, string>> {
  const merged: Record<string, string> = { 'user-agent': 'Sluice' }
  for (const part of parts) {
    for (const [name, value] of Object.entries(part)) {
      const key = name.toLowerCase()
      // Node takes a character for a byte.
      if (!ofConnection.has(key)) merged[key] = Buffer.from(value).toString('latin1')
    }
  }
  return merged
}

function warnOfEkuiper({ url, headers, oauth }: RestProperties, logger: Logger): void {
  if (oauth === undefined && Object.keys(headers).length > 0) {
    logger.info('eKuiper sends the first request of a rule without its headers, and so does this.')
  }
  for (const [name, value] of oauth === undefined ? Object.entries(headers) : []) {
    if (value.includes('{{'))
      logger.warn(`headers.${name}: eKuiper sends its template as it is, and so does this.`)
  }
  if (URL.canParse(url) && isPrivateHost(new URL(url).hostname)) {
    logger.info(
      `eKuiper sends to ${new URL(url).hostname} only if basic.enablePrivateNet is true in its kuiper.yaml.`,
    )
  }
}
