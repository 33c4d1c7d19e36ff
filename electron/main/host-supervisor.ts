import { hostMessage } from '#ipc/host-contract'
import type { HostCommand, HostMessage } from '#ipc/host-contract'
import { ipcCodes, RequestError } from '#ipc/errors'
import { createRedactor, redactLines } from '../host/redactor.ts'
import { createHostFault } from './host-fault.ts'

type Ready = Extract<HostMessage, { type: 'ready' }>
type StartResult = Extract<HostMessage, { type: 'started' }>['result']
type Answer = 'started' | 'checked' | 'stopped' | 'done' | 'schemas' | 'preview' | 'failed'
type Reports = Extract<HostMessage, { type: 'schemas' }>['reports']
type Problems = Extract<HostMessage, { type: 'checked' }>['problems']
type PreviewCommand = Extract<HostCommand, { type: 'preview-action' }>
type Preview = Extract<HostMessage, { type: 'preview' }>['preview']
type PluginCommand = Extract<
  HostCommand,
  { type: 'trust-plugin' | 'reload-plugins' | 'plugin-folders' }
>
type Definition = Extract<HostCommand, { type: 'start' }>['definition']

/** What is told to the window as it happens. */
export interface HostListener {
  readonly onStatus: (status: Extract<HostMessage, { type: 'status' }>) => void
  readonly onEnded: (runId: number) => void
  readonly onLog: (line: Extract<HostMessage, { type: 'log' }>['line']) => void
  /** What the process has of plugins now. */
  readonly onPlugins: (plugins: Extract<HostMessage, { type: 'plugins' }>) => void
  /** What the process wrote to its error output, without secrets. */
  readonly onErrorText: (text: string) => void
  /** The process died with these rules running. `willRestart` is false where it dies all the time. */
  readonly onDied: (death: HostDeath) => void
  /** The process that took its place takes commands. */
  readonly onRestarted: (ready: Ready) => void
}

export interface HostDeath {
  /** What happened, for the user. */
  readonly message: string
  readonly rules: readonly string[]
  readonly runId: number | undefined
  readonly willRestart: boolean
}

/** A process that runs the host. `Port` is what its kind of process takes as a port. */
export interface HostProcess<Port> {
  send(message: HostCommand, ports: readonly Port[]): void
  end(): void
}

export type LaunchHost<Port> = (events: {
  readonly onMessage: (message: unknown) => void
  readonly onErrorText: (text: string) => void
  readonly onExit: (code: number) => void
}) => HostProcess<Port>

/** The engine host's process: started, watched, and started again when it dies. */
export interface HostSupervisor<Port> {
  /** Resolves when the host takes commands. */
  ready(): Promise<Ready>
  /**
   * `secrets` are values in the definition: no text that the process leaves behind shows them. `project` is
   * the folder of the project that runs, if it has one.
   */
  start(definition: Definition, secrets?: readonly string[], project?: string): Promise<StartResult>
  /** What a start of this would say; starts nothing. */
  check(definition: Definition, secrets: readonly string[]): Promise<Problems>
  /** Resolves to the run that was stopped, if there was one. A host that hangs is ended for it. */
  stop(): Promise<number | undefined>
  /** What formats find in the schemas of a project. */
  inspectSchemas(schemas: Readonly<Record<string, string>>): Promise<Reports>
  previewAction(given: PreviewCommand['given']): Promise<Preview>
  /** Gives what the project that was never saved has cached to the one in this folder, or to nobody. */
  handOverCache(project: string | undefined): Promise<void>
  /** Carries out a command about plugins. */
  changePlugins(make: (request: number) => PluginCommand): Promise<void>
  sendRowPort(port: Port): void
  /** From now on the process may end. Resolves when it has. */
  close(): Promise<void>
}

/** A host that does not answer a command for so long hangs and is ended. */
export interface SupervisorTimes {
  readonly startMs: number
  readonly stopMs: number
  readonly closeMs: number
}

const usualTimes: SupervisorTimes = { startMs: 10_000, stopMs: 3000, closeMs: 3000 }
/** A plugin that is trusted is loaded, and rules that run move to it. */
const pluginsMs = 60_000
/** A host that dies more often than this within a minute is not started again by itself. */
const mostRestarts = 5

/** One process of the host, from its start to its end. */
interface Life<Port> {
  readonly process: HostProcess<Port>
  readonly ready: Promise<Ready>
  readonly ended: Promise<void>
  /** Why it was ended by us. */
  killedFor: string | undefined
  isAlive: boolean
}

export function superviseHost<Port extends { close(): void }>(
  launch: LaunchHost<Port>,
  listener: HostListener,
  times: SupervisorTimes = usualTimes,
): HostSupervisor<Port> {
  const redactor = createRedactor()
  const waiting = new Map<number, Deferred<HostMessage>>()
  let lastRequest = 0
  let running: { readonly rules: readonly string[]; readonly runId: number | undefined } = noRun
  let isClosing = false
  let deaths: number[] = []
  let current: Life<Port>

  const receive = (message: Exclude<HostMessage, Ready>): void => {
    switch (message.type) {
      case 'status':
        return listener.onStatus(message)
      case 'ended':
        running = noRun
        return listener.onEnded(message.runId)
      case 'log':
        return listener.onLog(message.line)
      case 'started':
        // Here and not where the answer is awaited: `ended` may be the very next message.
        running = message.result.ok ? { ...running, runId: message.result.runId } : noRun
        return settle(message)
      case 'plugins':
        return listener.onPlugins(message)
      case 'checked':
      case 'stopped':
      case 'done':
      case 'schemas':
      case 'preview':
      case 'failed':
        return settle(message)
    }
  }
  const settle = (message: Extract<HostMessage, { type: Answer }>): void => {
    const entry = waiting.get(message.request)
    waiting.delete(message.request)
    if (message.type !== 'failed') entry?.resolve(message)
    else entry?.reject(new RequestError(ipcCodes.internal, message.message))
  }
  const onDeath = (message: string): void => {
    const { rules, runId } = running
    running = noRun
    const now = Date.now()
    deaths = [...deaths.filter((at) => now - at < 60_000), now]
    const willRestart = !isClosing && deaths.length <= mostRestarts
    const error = unavailable(message, willRestart)
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
    if (isClosing) return
    listener.onDied({ message, rules, runId, willRestart })
    if (willRestart) {
      current = begin()
      current.ready.then(
        (ready) => listener.onRestarted(ready),
        () => {
          // The end of that process is reported when it comes.
        },
      )
    }
  }
  const begin = (): Life<Port> => {
    const fault = createHostFault()
    const errorText = redactLines(redactor, (text) => {
      fault.add(text)
      listener.onErrorText(text)
    })
    const ready = deferred<Ready>()
    const ended = deferred<void>()
    // Whoever waits for it hears of a failure; nobody may wait.
    ready.promise.catch(() => undefined)
    const process = launch({
      onMessage(data) {
        const message = hostMessage.parse(data)
        if (message.type === 'ready') ready.resolve(message)
        else receive(message)
      },
      onErrorText: (text) => errorText.add(text),
      onExit(code) {
        errorText.end()
        life.isAlive = false
        const message = life.killedFor ?? describeExit(code, fault.describe())
        ready.reject(unavailable(message, true))
        ended.resolve()
        onDeath(message)
      },
    })
    const life: Life<Port> = {
      process,
      ready: ready.promise,
      ended: ended.promise,
      killedFor: undefined,
      isAlive: true,
    }
    return life
  }
  /** Sends a command and waits for its answer, but not for ever. */
  const request = async (
    limitMs: number,
    make: (request: number) => HostCommand,
  ): Promise<HostMessage> => {
    const life = current
    await life.ready
    if (!life.isAlive) throw unavailable('The engine process is not running.', false)
    lastRequest += 1
    const id = lastRequest
    const answer = deferred<HostMessage>()
    waiting.set(id, answer)
    const timer = setTimeout(() => {
      const seconds = limitMs / 1000
      life.killedFor = `The engine process did not answer for ${seconds} s (a rule or a plugin does not come to an end) and was ended.`
      life.process.end()
    }, limitMs)
    try {
      life.process.send(make(id), [])
      return await answer.promise
    } finally {
      clearTimeout(timer)
    }
  }
  current = begin()
  return {
    ready: () => current.ready,
    async start(definition, secrets = [], project) {
      redactor.add(secrets)
      running = { rules: definition.rules.map(({ id }) => id), runId: undefined }
      const message = await request(times.startMs, (id) => {
        const own = project === undefined ? {} : { project }
        return { type: 'start', request: id, definition, secrets: [...secrets], ...own }
      })
      if (message.type !== 'started') throw new Error(`start was answered with ${message.type}`)
      return message.result
    },
    async check(definition, secrets) {
      redactor.add(secrets)
      // It may stand behind a command about plugins, which is no reason to end the host.
      const message = await request(pluginsMs, (id) => {
        return { type: 'check', request: id, definition, secrets: [...secrets] }
      })
      return message.type === 'checked' ? message.problems : []
    },
    async stop() {
      const { runId } = running
      const life = current
      try {
        await request(times.stopMs, (id) => ({ type: 'stop', request: id }))
      } catch (error) {
        // The run ended with its process, which is what was asked for; the death is reported by itself.
        if (life.isAlive) throw error
      }
      running = noRun
      return runId
    },
    async inspectSchemas(schemas) {
      const message = await request(times.startMs, (id) => {
        return { type: 'inspect-schemas', request: id, schemas }
      })
      return message.type === 'schemas' ? message.reports : []
    },
    async previewAction(given) {
      const message = await request(times.startMs, (id) => {
        return { type: 'preview-action', request: id, given }
      })
      return message.type === 'preview' ? message.preview : null
    },
    async handOverCache(project) {
      await request(times.stopMs, (id) => {
        const heir = project === undefined ? {} : { project }
        return { type: 'hand-over-cache', request: id, ...heir }
      })
    },
    async changePlugins(make) {
      await request(pluginsMs, make)
    },
    sendRowPort(port) {
      const life = current
      life.ready.then(
        () => {
          if (life.isAlive) life.process.send({ type: 'row-port' }, [port])
          else port.close()
        },
        () => port.close(),
      )
    },
    async close() {
      isClosing = true
      const life = current
      if (!life.isAlive) return
      life.process.send({ type: 'close' }, [])
      const timer = setTimeout(() => life.process.end(), times.closeMs)
      await life.ended
      clearTimeout(timer)
    },
  }
}

interface Deferred<Value> {
  readonly promise: Promise<Value>
  readonly resolve: (value: Value) => void
  readonly reject: (error: Error) => void
}

/** `Promise.withResolvers`, which Node 20 does not have. */
function deferred<Value>(): Deferred<Value> {
  let resolve: (value: Value) => void = () => undefined
  let reject: (error: Error) => void = () => undefined
  const promise = new Promise<Value>((onValue, onError) => {
    resolve = onValue
    reject = onError
  })
  return { promise, resolve, reject }
}

const noRun = { rules: [], runId: undefined }

function describeExit(code: number, fault: string | undefined): string {
  const reason = fault === undefined ? '' : `: ${fault}`
  const message = `The engine process ended unexpectedly (exit code ${code})${reason}`
  return message.endsWith('.') ? message : `${message}.`
}

function unavailable(message: string, willRestart: boolean): RequestError {
  const hint = willRestart
    ? 'It is started again; try once more.'
    : 'It ended again and again. Start Sluice anew.'
  return new RequestError(ipcCodes.hostUnavailable, message, hint)
}
