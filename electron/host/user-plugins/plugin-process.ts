import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import type { PluginLimits } from './limits.ts'
import { watchMemory } from './memory-watch.ts'
import { PluginError, PluginStopped } from './plugin-errors.ts'
import type { FromRunner, RunnerRequest, ToRunner } from './protocol.ts'
import { runnerFile } from '../shipped-files.ts'

export type RunnerNews =
  | Exclude<FromRunner, { readonly type: 'answer' | 'alive' | 'fatal' | 'emit' }>
  /** The source sends no more than a few batches that were not `taken`. */
  | (Extract<FromRunner, { readonly type: 'emit' }> & { readonly taken: () => void })

export interface PluginProcessOptions {
  /** For messages. */
  readonly name: string
  readonly limits: PluginLimits
  readonly onNews: (news: RunnerNews) => void
  /** Once, whoever ended it; `reason` is undefined where `close` did. */
  readonly onEnd: (reason: string | undefined) => void
}

interface Waiting {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
  /** Starts its time limit anew. */
  readonly renew: () => void
  readonly instance: number | undefined
  readonly isCollect: boolean
  readonly end: () => void
}

const pingMs = 1000
/** What arrived while this process itself was busy is read before a plugin is called hung. */
const graceMs = 500

/**
 * The process of one plugin. Each request has a time limit; passing one, holding the thread or taking too
 * much memory ends the process, and every request that waits is rejected with PluginStopped.
 */
export class PluginProcess {
  private readonly options: PluginProcessOptions
  private readonly child: ChildProcess
  private readonly waiting = new Map<number, Waiting>()
  private lastRequest = 0
  private heardAt = performance.now()
  private reason: string | undefined
  private isClosing = false
  private hasEnded = false
  private heapMessage: string | undefined
  private readonly cleanUp: (() => void)[] = []

  private constructor(options: PluginProcessOptions, runner: string) {
    this.options = options
    const { limits } = options
    this.child = fork(runner, [], {
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: [
        '--enable-source-maps',
        `--max-old-space-size=${String(Math.ceil(limits.memoryMb / 2))}`,
      ],
      // Inside Electron this executable is a Node only if it is told to be.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    })
    this.child.on('message', (message) => {
      this.receive(message as FromRunner)
    })
    this.child.once('exit', (code, signal) => {
      this.finish(describeExit(code, signal))
    })
    this.child.once('error', (error) => {
      this.finish(`its process could not be started: ${error.message}`)
    })
    this.readOutput(this.child.stdout, 'info')
    this.readOutput(this.child.stderr, 'warn')
    this.watch()
  }

  static async start(options: PluginProcessOptions): Promise<PluginProcess> {
    return new PluginProcess(options, await runnerFile())
  }

  get isAlive(): boolean {
    return !this.hasEnded && !this.isClosing && this.reason === undefined
  }

  /** Why it was stopped. */
  get stopReason(): string | undefined {
    return this.reason
  }

  /** Rejects with PluginError or PluginStopped. */
  request(request: RunnerRequest, limitMs: number): Promise<unknown> {
    if (!this.isAlive) return Promise.reject(new PluginStopped(this.reason ?? 'its process ended'))
    this.lastRequest += 1
    const id = this.lastRequest
    return new Promise((resolve, reject) => {
      const limit = new TimeLimit(limitMs, () => {
        const seconds = String(limitMs / 1000)
        this.stop(`its ${request.type} took over ${seconds} s`)
      })
      this.waiting.set(id, {
        resolve,
        reject,
        renew: () => limit.renew(),
        end: () => limit.end(),
        instance: 'instance' in request ? request.instance : undefined,
        isCollect: request.type === 'collect',
      })
      this.send({ type: 'request', id, request })
    })
  }

  send(message: ToRunner): void {
    if (this.hasEnded || !this.child.connected) return
    // Where it fails the process is ending, and its end is reported.
    this.child.send(message, () => undefined)
  }

  /** Ends it at once. */
  stop(reason: string): void {
    if (this.hasEnded) return
    this.reason ??= reason
    this.child.kill('SIGKILL')
    this.rejectAll()
  }

  /** Ends it without a fault. */
  close(): void {
    if (this.hasEnded) return
    this.isClosing = true
    this.child.kill('SIGKILL')
  }

  private receive(message: FromRunner): void {
    this.heardAt = performance.now()
    switch (message.type) {
      case 'alive':
        return
      case 'fatal':
        this.stop(message.message)
        return
      case 'progress':
        for (const waiting of this.waiting.values()) {
          if (waiting.isCollect && waiting.instance === message.instance) waiting.renew()
        }
        this.options.onNews(message)
        return
      case 'answer': {
        const waiting = this.waiting.get(message.id)
        this.waiting.delete(message.id)
        waiting?.end()
        if (message.ok) waiting?.resolve(message.value)
        else waiting?.reject(new PluginError(message.error))
        return
      }
      case 'emit':
        this.options.onNews({
          ...message,
          taken: () => {
            this.send({ type: 'taken', instance: message.instance })
          },
        })
        return
      default:
        this.options.onNews(message)
    }
  }

  private watch(): void {
    const { limits } = this.options
    const pings = setInterval(
      () => {
        const silentMs = performance.now() - this.heardAt
        if (silentMs > limits.hangMs) this.suspect()
        else this.send({ type: 'ping' })
      },
      Math.min(pingMs, limits.hangMs / 2),
    )
    pings.unref()
    this.cleanUp.push(() => clearInterval(pings))
    const { pid } = this.child
    if (pid === undefined) return
    this.cleanUp.push(
      watchMemory(pid, limits.memoryMb, (mb) => {
        this.stop(`it uses ${String(mb)} MB of memory; it may use ${String(limits.memoryMb)} MB`)
      }),
    )
  }

  private suspect(): void {
    const { hangMs } = this.options.limits
    setTimeout(() => {
      if (performance.now() - this.heardAt > hangMs) {
        this.stop(`its code did not come to an end for ${String(hangMs / 1000)} s`)
      }
    }, graceMs).unref()
  }

  private readOutput(stream: Readable | null, level: 'info' | 'warn'): void {
    if (stream === null) return
    createInterface({ input: stream }).on('line', (line) => {
      if (/JavaScript heap out of memory/.test(line)) {
        this.heapMessage = `it used up its ${String(this.options.limits.memoryMb / 2)} MB of JavaScript memory`
      }
      // V8's own report of its end is long, and says nothing more.
      if (this.heapMessage === undefined && !isNoise(line)) {
        this.options.onNews({ type: 'log', level, message: line })
      }
    })
  }

  private finish(exit: string): void {
    if (this.hasEnded) return
    this.hasEnded = true
    for (const clean of this.cleanUp) clean()
    if (!this.isClosing) this.reason ??= this.heapMessage ?? exit
    this.rejectAll()
    this.options.onEnd(this.reason)
  }

  private rejectAll(): void {
    const rejected = [...this.waiting.values()]
    this.waiting.clear()
    for (const { end, reject } of rejected) {
      end()
      reject(new PluginStopped(this.reason ?? 'its process ended'))
    }
  }
}

/** After the limit there is another moment: an answer may have arrived while this process was busy. */
class TimeLimit {
  private readonly ms: number
  private readonly passed: () => void
  private timer: NodeJS.Timeout | undefined

  constructor(ms: number, passed: () => void) {
    this.ms = ms
    this.passed = passed
    this.renew()
  }

  renew(): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => {
      this.timer = setTimeout(this.passed, graceMs)
    }, this.ms)
  }

  end(): void {
    clearTimeout(this.timer)
  }
}

function describeExit(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal !== null) return `its process was ended by ${signal}`
  return `its process ended with exit code ${String(code ?? 0)}`
}

/** What V8 writes before it says that the heap is full. */
const isNoise = (line: string): boolean =>
  line.trim() === '' || /^<--- |^\[\d+:0x[0-9a-f]+\]|^----- Native stack trace/.test(line)
