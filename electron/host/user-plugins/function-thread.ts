import { createInterface } from 'node:readline'
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import { awaitAnswers, createAnswerSignal } from '../answer-signal.ts'
import type { AnswerSignal } from '../answer-signal.ts'
import type { PluginLimits } from './limits.ts'
import { PluginError, PluginStopped } from './plugin-errors.ts'
import type {
  FunctionAnswer,
  FunctionRequest,
  Level,
  LoadTask,
  PluginDescription,
  StateChanges,
} from './protocol.ts'
import { functionRunnerFile } from '../shipped-files.ts'

/**
 * The thread of one function. SQL needs its result at once, so a call makes the engine's thread wait; a
 * call that takes too long ends this thread, and the wait with it.
 */
export class FunctionThread {
  readonly description: PluginDescription
  private readonly worker: Worker
  private readonly port: MessagePort
  private readonly signal: AnswerSignal
  private readonly limits: PluginLimits
  /** The first is the description. */
  private answers = 1
  private reason: string | undefined

  private constructor(parts: ThreadParts, limits: PluginLimits, description: PluginDescription) {
    this.worker = parts.worker
    this.port = parts.port
    this.signal = parts.signal
    this.limits = limits
    this.description = description
    this.worker.on('error', (error) => this.end(endReason(error, limits)))
    this.worker.on('exit', () => this.end('its thread ended'))
  }

  /** Rejects with PluginError or PluginStopped. */
  static async start(
    task: LoadTask,
    limits: PluginLimits,
    onOutput: (line: string) => void,
  ): Promise<FunctionThread> {
    const parts = startWorker(await functionRunnerFile(), task, limits)
    // What it prints is no row of `sluice run`.
    for (const stream of [parts.worker.stdout, parts.worker.stderr]) {
      createInterface(stream).on('line', onOutput)
    }
    try {
      const answer = await firstAnswer(parts, limits)
      if (!answer.ok) throw new PluginError(answer.error)
      return new FunctionThread(parts, limits, answer.value as PluginDescription)
    } catch (error) {
      await parts.worker.terminate()
      throw error
    }
  }

  get stoppedFor(): string | undefined {
    return this.reason
  }

  /** Throws PluginError for what the function threw, PluginStopped where it is not there any more. */
  call(
    request: Exclude<FunctionRequest, { type: 'forget' }>,
    log: (level: Level, message: string) => void,
  ): { readonly value: unknown; readonly changes: StateChanges | undefined } {
    if (this.reason !== undefined) throw new PluginStopped(this.reason)
    this.answers += 1
    this.port.postMessage(request)
    if (!awaitAnswers(this.signal, this.answers, this.limits.callMs)) {
      this.end(`a call took over ${String(this.limits.callMs / 1000)} s`)
      throw new PluginStopped(this.reason ?? '')
    }
    const received = receiveMessageOnPort(this.port)?.message as FunctionAnswer | undefined
    if (received === undefined) throw new PluginStopped('it gave no answer')
    for (const { level, message } of received.lines ?? []) log(level, message)
    if (!received.ok) throw new PluginError(received.error)
    return { value: received.value, changes: received.changes }
  }

  /** The call with this number is not called any more. */
  forget(use: number): void {
    const request: FunctionRequest = { type: 'forget', use }
    if (this.reason === undefined) this.port.postMessage(request)
  }

  async close(): Promise<void> {
    this.reason ??= 'it was closed'
    await this.worker.terminate()
  }

  private end(reason: string): void {
    this.reason ??= reason
    void this.worker.terminate()
  }
}

interface ThreadParts {
  readonly worker: Worker
  readonly port: MessagePort
  readonly signal: AnswerSignal
}

function startWorker(file: string, task: LoadTask, limits: PluginLimits): ThreadParts {
  const { port1, port2 } = new MessageChannel()
  const signal = createAnswerSignal()
  const worker = new Worker(file, {
    workerData: { task, port: port2, signal },
    transferList: [port2],
    execArgv: ['--enable-source-maps'],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: Math.ceil(limits.memoryMb / 4) },
  })
  worker.unref()
  port1.unref()
  return { worker, port: port1, signal }
}

/** The description, without making this thread wait. */
function firstAnswer({ worker, port }: ThreadParts, limits: PluginLimits): Promise<FunctionAnswer> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new PluginStopped(`its load took over ${String(limits.loadMs / 1000)} s`))
    }, limits.loadMs)
    const settle = (finish: () => void): void => {
      clearTimeout(timer)
      port.removeAllListeners('message')
      worker.removeAllListeners()
      finish()
    }
    port.once('message', (answer: FunctionAnswer) => settle(() => resolve(answer)))
    worker.once('error', (error) => {
      settle(() => reject(new PluginStopped(endReason(error, limits))))
    })
    worker.once('exit', () => settle(() => reject(new PluginStopped('its thread ended'))))
  })
}

function endReason(error: Error, limits: PluginLimits): string {
  if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return `it used up its ${String(limits.memoryMb / 4)} MB of JavaScript memory`
  }
  return `an error was not caught: ${error.message}`
}
