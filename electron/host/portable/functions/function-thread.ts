import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import { awaitAnswers, createAnswerSignal } from '../../answer-signal.ts'
import type { AnswerSignal } from '../../answer-signal.ts'
import { portableFunctionFile } from '../../shipped-files.ts'
import { PortableError } from '../protocol/errors.ts'
import type { Ask, ThreadAnswer, ThreadNews, ThreadRequest, ThreadTask } from './thread-messages.ts'

/** The thread answers before its limits are over; this much later it is taken for dead. */
const marginMs = 1000

/** The calls for which the engine's thread waits. */
interface Calls {
  readonly port: MessagePort
  readonly signal: AnswerSignal
  asked: number
}

interface Waiting {
  readonly path: string
  readonly resolve: (text: string) => void
  readonly reject: (error: PortableError) => void
}

/**
 * Has the function sockets of one plugin in a thread of its own. SQL needs a result at once: `askNow`
 * makes the engine's thread wait while that thread speaks with the plugin.
 */
export class FunctionThread {
  /** By socket: its plugin has ended its connection. */
  readonly #onLost = new Map<string, () => void>()
  readonly #waiting = new Map<number, Waiting>()
  #lastId = 0
  #starting: Promise<Worker> | undefined
  #worker: Worker | undefined
  #calls: Calls | undefined

  /** Rejects with a PortableError. `onLost`: the plugin has ended its connection. */
  async listen(path: string, onLost: () => void): Promise<void> {
    this.#onLost.set(path, onLost)
    await this.#request({ type: 'listen', path })
  }

  /** Resolves when the plugin waits for a command there. */
  async awaitPlugin(path: string): Promise<void> {
    await this.#request({ type: 'await-plugin', path })
  }

  async ask(path: string, command: string, limitMs: number): Promise<string> {
    return this.#request({ type: 'ask', path, command, limitMs })
  }

  /** The same while this thread waits. Throws a PortableError. */
  askNow(path: string, command: string, limitMs: number): string {
    const calls = this.#calls
    if (calls === undefined) throw new PortableError('closed', `${path} was closed`)
    calls.asked += 1
    calls.port.postMessage({ type: 'ask', path, command, limitMs } satisfies Ask)
    // A call of somebody else may have to end first.
    if (!awaitAnswers(calls.signal, calls.asked, 2 * limitMs + marginMs)) {
      throw new PortableError('time-limit', 'gave no answer')
    }
    const answer = lastAnswer(calls.port)
    if (answer === undefined) throw new PortableError('process', 'gave no answer')
    return read(answer)
  }

  /** Ends what is going on there, for example because the process is gone. */
  reset(path: string, reason: string): void {
    this.#send({ reset: path, reason })
    const error = new PortableError('process', reason)
    for (const [id, waiting] of this.#waiting) {
      if (waiting.path !== path) continue
      this.#waiting.delete(id)
      waiting.reject(error)
    }
  }

  /** Another thread may listen there from now on; the plugin that is connected stays so. */
  async stopListening(path: string): Promise<void> {
    if (this.#worker !== undefined) await this.#request({ type: 'stop-listening', path })
  }

  async close(path: string): Promise<void> {
    this.#onLost.delete(path)
    if (this.#worker !== undefined) await this.#request({ type: 'close', path })
  }

  async end(): Promise<void> {
    const worker = await this.#starting?.catch(() => undefined)
    this.#calls = undefined
    await worker?.terminate()
    this.#rejectAll('it was closed')
  }

  async #request(task: ThreadTask): Promise<string> {
    const starting = (this.#starting ??= this.#start())
    try {
      await starting
    } catch (error) {
      // The next call tries again.
      if (this.#starting === starting) this.#starting = undefined
      throw error
    }
    this.#lastId += 1
    const id = this.#lastId
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { path: task.path, resolve, reject })
      this.#send({ id, task })
    })
  }

  #send(request: ThreadRequest): void {
    this.#worker?.postMessage(request)
  }

  async #start(): Promise<Worker> {
    const file = await portableFunctionFile()
    const { port1, port2 } = new MessageChannel()
    const signal = createAnswerSignal()
    const worker = new Worker(file, {
      workerData: { calls: port2, signal },
      transferList: [port2],
    })
    worker.unref()
    port1.unref()
    worker.on('message', (news: ThreadNews) => this.#receive(news))
    worker.on('error', (error) => this.#rejectAll(`its thread failed: ${error.message}`))
    worker.on('exit', () => {
      this.#worker = undefined
      this.#calls = undefined
      this.#starting = undefined
      this.#rejectAll('its thread ended')
    })
    this.#worker = worker
    this.#calls = { port: port1, signal, asked: 0 }
    return worker
  }

  #receive(news: ThreadNews): void {
    if ('lost' in news) {
      this.#onLost.get(news.lost)?.()
      return
    }
    const waiting = this.#waiting.get(news.id)
    this.#waiting.delete(news.id)
    if (waiting === undefined) return
    try {
      waiting.resolve(read(news.answer))
    } catch (error) {
      if (error instanceof PortableError) waiting.reject(error)
      else throw error
    }
  }

  #rejectAll(message: string): void {
    const waiting = [...this.#waiting.values()]
    this.#waiting.clear()
    for (const { reject } of waiting) reject(new PortableError('closed', message))
  }
}

/** Answers before it came after their limits and are nobody's. */
function lastAnswer(port: MessagePort): ThreadAnswer | undefined {
  let last: ThreadAnswer | undefined
  for (;;) {
    const received = receiveMessageOnPort(port)
    if (received === undefined) return last
    last = received.message as ThreadAnswer
  }
}

function read(answer: ThreadAnswer): string {
  if (answer.ok) return answer.text
  throw new PortableError(answer.reason, answer.message)
}
