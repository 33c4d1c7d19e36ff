import { ConfigurationError, type Clock } from '#engine/api'
import type { RestProperties } from './properties.ts'
import { shownText } from './url.ts'

/** Posts JSON and resolves to the answer's text; rejects where it failed, naming the url. */
export type PostJson = (
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
) => Promise<string>

type Settings = NonNullable<RestProperties['oauth']>
type Tokens = Readonly<Record<string, unknown>>

/** Gets a token before the first request and another one when it has expired. */
export class TokenKeeper {
  readonly #settings: Settings
  readonly #post: PostJson
  readonly #clock: Clock
  #tokens: Tokens | undefined
  #expiresAt = Infinity

  constructor(settings: Settings, post: PostJson, clock: Clock) {
    this.#settings = settings
    this.#post = post
    this.#clock = clock
  }

  /** Rejects where there is none to be had. */
  async tokens(): Promise<Tokens> {
    const { access } = this.#settings
    if (this.#tokens !== undefined && this.#clock.now() < this.#expiresAt) return this.#tokens
    const isRenewal = this.#tokens !== undefined && this.#refreshes
    const first = isRenewal ? this.#tokens : await this.#request(access, {})
    const tokens = this.#refreshes ? await this.#refresh(first ?? {}) : (first ?? {})
    const seconds = expirySeconds(access.expire, tokens)
    this.#expiresAt = seconds === undefined ? Infinity : this.#clock.now() + seconds * 1000
    this.#tokens = tokens
    return tokens
  }

  get #refreshes(): boolean {
    return (this.#settings.refresh?.url ?? '') !== ''
  }

  async #refresh(tokens: Tokens): Promise<Tokens> {
    const { refresh } = this.#settings
    if (refresh === undefined) return tokens
    const renewed = await this.#request(refresh, tokens)
    const given = Object.entries(renewed).filter(([, value]) => value !== null)
    return { ...tokens, ...Object.fromEntries(given) }
  }

  async #request(
    { url, headers, body }: Settings['access'] | NonNullable<Settings['refresh']>,
    tokens: Tokens,
  ): Promise<Tokens> {
    const filled = Object.entries(headers).map(
      ([name, value]) => [name, fillTemplate(value, tokens)] as const,
    )
    const text = await this.#post(url, Object.fromEntries(filled), fillTemplate(body, tokens))
    return readTokens(text, url)
  }
}

/** The texts of an OAuth setting that have templates may only name parts of the answer. */
export function checkTemplates(
  settings: Settings,
  headers: Readonly<Record<string, string>>,
): void {
  const { access, refresh } = settings
  const texts: readonly (readonly [string, string])[] = [
    ...Object.entries(headers).map(([name, value]) => [`headers.${name}`, value] as const),
    ['oauth.access.expire', access.expire],
    ...Object.entries(refresh?.headers ?? {}).map(
      ([name, value]) => [`oauth.refresh.headers.${name}`, value] as const,
    ),
    ['oauth.refresh.body', refresh?.body ?? ''],
  ]
  for (const [property, text] of texts) {
    if (!text.replace(placeholder, '').includes('{{')) continue
    const message = `${property} may only have templates such as {{.access_token}}`
    throw new ConfigurationError(property, message)
  }
}

const placeholder = /\{\{\s*\.([\w.]+)\s*\}\}/g

/** Puts the parts of the token answer where a text names them, as `{{.access_token}}`. */
export function fillTemplate(text: string, tokens: Tokens): string {
  return text.replace(placeholder, (_, path: string) => {
    const value = path.split('.').reduce<unknown>(memberOf, tokens)
    if (typeof value === 'string') return value
    return value === undefined || value === null ? '<no value>' : JSON.stringify(value)
  })
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
  return (value as Readonly<Record<string, unknown>>)[name]
}

/** Errors never show the answer: it holds tokens. */
function readTokens(text: string, url: string): Tokens {
  const place = `The answer of ${shownText(url)} to the token request`
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    // Without the parser's error as its cause: that one quotes the text.
    const fault = text.trim() === '' ? 'is empty' : 'is no JSON'
    throw new Error(`${place} ${fault}: check the URL in oauth.`)
  }
  const first: unknown = Array.isArray(parsed) ? parsed[0] : parsed
  if (typeof first !== 'object' || first === null) {
    throw new Error(`${place} is no JSON object: check the URL in oauth.`)
  }
  return { ...first }
}

/** Undefined for a token that does not expire. */
function expirySeconds(template: string, tokens: Tokens): number | undefined {
  const text = fillTemplate(template, tokens)
  if (text.trim() === '') return undefined
  const seconds = Number(text)
  if (!Number.isFinite(seconds)) {
    // Not what it gives: where it names the wrong part, that is the token.
    throw new Error(
      `oauth.access.expire is ${JSON.stringify(template)}, which gives no number of seconds: ` +
        'name the part of the answer that has it, such as {{.expires_in}}, or leave it empty.',
    )
  }
  return seconds <= 0 ? undefined : seconds
}
