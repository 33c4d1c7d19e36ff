import type { InstanceSetup, WireEmission } from '../../user-plugins/protocol.ts'
import { Instance } from '../../user-plugins/runner/instance.ts'
import type { RunnerPort } from '../../user-plugins/runner/port.ts'
import { toWireError } from '../../user-plugins/runner/wire-error.ts'
import { within } from './command.ts'
import type { LoadedPart } from './command.ts'
import type { PeerLog } from './log.ts'

export interface OpeningOptions {
  readonly loaded: LoadedPart
  readonly setup: InstanceSetup
  readonly log: PeerLog
  /** Of a source. */
  readonly onRows?: (items: readonly WireEmission[], taken: () => void) => void
  readonly onEnd?: () => void
}

const configureMs = 10_000
const openMs = 30_000
const closeMs = 5000
const firstPauseMs = 250
const longestPauseMs = 30_000

/**
 * A sink's or source's instance from `configure` to `close`, as in Sluice: one whose other side is away
 * is made anew, with pauses that double, while the rule runs.
 */
export class Opening {
  private readonly options: OpeningOptions
  private instance: Instance | undefined
  private isClosed = false
  private retry: NodeJS.Timeout | undefined
  private waiting: (() => void)[] = []
  /** Why it is not open. */
  private reason: string | undefined

  constructor(options: OpeningOptions) {
    this.options = options
  }

  /** The instance that is open. */
  get open(): Instance | undefined {
    return this.reason === undefined ? this.instance : undefined
  }

  get awayFor(): string | undefined {
    return this.reason
  }

  /** Rejects where `configure` fails; `open` follows. */
  async configure(): Promise<void> {
    this.reason = 'it is not open yet'
    this.instance = this.create()
    await within(configureMs, 'its configure', this.instance.configure())
  }

  /** Rejects where the plugin fails for another reason than that the other side is away. */
  async start(): Promise<void> {
    await this.attempt(firstPauseMs)
  }

  /** Resolves when it is open or closed. */
  opened(): Promise<void> {
    if (this.reason === undefined || this.isClosed) return Promise.resolve()
    return new Promise((resolve) => this.waiting.push(resolve))
  }

  abort(): void {
    this.instance?.abort()
  }

  async close(): Promise<void> {
    this.isClosed = true
    clearTimeout(this.retry)
    this.release()
    await this.closeInstance()
    await this.options.loaded.state.settled()
  }

  private async attempt(pauseMs: number): Promise<void> {
    const { loaded, log, setup } = this.options
    const state = loaded.state.read(statePlace(setup))
    try {
      const { instance } = this
      if (instance !== undefined) await within(openMs, 'its open', instance.open(state))
    } catch (error) {
      const { message, isConnectionError } = toWireError(error, loaded.file)
      await this.closeInstance()
      if (!isConnectionError || this.isClosed) throw error
      this.reason = message
      log.warn(`${message}; it is tried again in ${String(pauseMs / 1000)} s`)
      this.retry = setTimeout(() => void this.again(pauseMs), pauseMs)
      return
    }
    if (this.isClosed) return
    this.reason = undefined
    this.release()
  }

  private async again(pauseMs: number): Promise<void> {
    const { loaded, log } = this.options
    try {
      const instance = this.create()
      this.instance = instance
      await within(configureMs, 'its configure', instance.configure())
      await this.attempt(Math.min(longestPauseMs, pauseMs * 2))
      if (this.reason === undefined && !this.isClosed) log.info('it is open now')
    } catch (error) {
      if (this.isClosed) return
      this.reason = toWireError(error, loaded.file).message
      log.error(`${this.reason}; it is not tried again`)
      this.release()
    }
  }

  private release(): void {
    const released = this.waiting
    this.waiting = []
    for (const resolve of released) resolve()
  }

  private async closeInstance(): Promise<void> {
    const { instance } = this
    this.instance = undefined
    if (instance === undefined) return
    try {
      await within(closeMs, 'its close', instance.close())
    } catch (error) {
      this.options.log.warn(`closing: ${toWireError(error, this.options.loaded.file).message}`)
    }
  }

  private create(): Instance {
    const { loaded, setup } = this.options
    const { file, part, plugin } = loaded
    const instance: Instance = new Instance({
      id: 0,
      kind: part.kind,
      object: plugin.make(),
      setup,
      port: this.createPort(() => instance),
      toError: (error) => toWireError(error, file),
    })
    return instance
  }

  /** What an instance says to its host. */
  private createPort(instance: () => Instance): RunnerPort {
    const { loaded, log, setup, onRows, onEnd } = this.options
    return {
      onMessage: () => undefined,
      send(message) {
        switch (message.type) {
          case 'log':
            log[message.level](message.message)
            return
          case 'status': {
            const { state, message: text } = message.status
            const line = text === undefined ? state : `${state}: ${text}`
            if (state === 'disconnected') log.warn(line)
            else log.info(line)
            return
          }
          case 'state':
            loaded.state.change(statePlace(setup), message.changes)
            return
          case 'emit':
            onRows?.(message.items, () => instance().taken())
            return
          case 'source-error':
            log.error(message.error.message)
            return
          case 'source-end':
            onEnd?.()
            return
          default:
        }
      },
    }
  }
}

function statePlace({ ruleId, operatorId }: InstanceSetup): string {
  return `${ruleId}/${operatorId}`
}
