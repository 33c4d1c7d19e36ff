import { ConnectionError } from '#engine/api'
import { isRecord } from '../package/localized.ts'
import { seconds } from '../protocol/command-channel.ts'

interface Expected {
  settle(result: string | undefined | ConnectionError): void
}

/** The plugin's answers to rows, where the action asks for them: `{}` or `{"error":"..."}`. */
export class Acknowledgements {
  readonly #limitMs: number
  #expected: Expected | undefined

  constructor(limitMs: number) {
    this.#limitMs = limitMs
  }

  /**
   * For the row that is sent now: resolves with the plugin's error text or undefined, rejects when the
   * limit is over or the plugin goes away.
   */
  expect(signal: AbortSignal): Promise<string | undefined> {
    return new Promise((resolve, reject) => {
      const settle: Expected['settle'] = (result) => {
        clearTimeout(timer)
        signal.removeEventListener('abort', abort)
        this.#expected = undefined
        if (result instanceof ConnectionError) reject(result)
        else resolve(result)
      }
      const abort = (): void => {
        settle(new ConnectionError('the rule was stopped'))
      }
      const timer = setTimeout(() => {
        settle(new ConnectionError(`no acknowledgement within ${seconds(this.#limitMs)}`))
      }, this.#limitMs)
      signal.addEventListener('abort', abort)
      this.#expected = { settle }
    })
  }

  fail(error: ConnectionError): void {
    this.#expected?.settle(error)
  }

  /**
   * Takes one answer. Returns a text for the log where none is expected: eKuiper lets those pile up
   * until the plugin's sink stops without a word, here they are read.
   */
  receive(text: string): string | undefined {
    const error = errorOf(text)
    if (this.#expected) {
      this.#expected.settle(error)
      return undefined
    }
    return error
  }
}

function errorOf(text: string): string | undefined {
  let answer: unknown
  try {
    answer = JSON.parse(text)
  } catch {
    return `the plugin acknowledged with ${JSON.stringify(text.slice(0, 200))}, which is not JSON`
  }
  if (
    !isRecord(answer) ||
    answer.error === undefined ||
    answer.error === null ||
    answer.error === ''
  )
    return undefined
  return typeof answer.error === 'string' ? answer.error : JSON.stringify(answer.error)
}
