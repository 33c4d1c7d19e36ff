import { utilityProcess } from 'electron'
import type { MessagePortMain, UtilityProcess } from 'electron'
import { hostMessage } from '#ipc/host-contract'
import type { HostCommand, HostMessage } from '#ipc/host-contract'
import { ipcCodes, RequestError } from '#ipc/errors'

type Ready = Extract<HostMessage, { type: 'ready' }>
type StartResult = Extract<HostMessage, { type: 'started' }>['result']
type Definition = Extract<HostCommand, { type: 'start' }>['definition']

/** What is told to the window as it happens. */
export interface HostListener {
  onStatus(status: Extract<HostMessage, { type: 'status' }>): void
  onEnded(runId: number): void
  onLog(line: Extract<HostMessage, { type: 'log' }>['line']): void
  /** The process died with these rules running; a new one is being started. */
  onDied(message: string, rules: readonly string[], runId: number | undefined): void
  onRestarted(): void
}

/** The engine host's process: started, watched, and started again when it dies. */
export interface HostSupervisor {
  /** Resolves when the host takes commands. */
  ready(): Promise<Ready>
  start(definition: Definition): Promise<StartResult>
  stop(): Promise<void>
  sendRowPort(port: MessagePortMain): void
  close(): Promise<void>
}

interface Waiting {
  resolve(message: HostMessage): void
  reject(error: Error): void
}

const closeTimeoutMs = 3000
/** A host that dies this often in a minute is not started again by itself. */
const mostRestarts = 5

export function superviseHost(file: string, listener: HostListener): HostSupervisor {
  const waiting = new Map<number, Waiting>()
  let nextRequest = 1
  let running: { rules: readonly string[]; runId: number | undefined } = {
    rules: [],
    runId: undefined,
  }
  let isClosing = false
  let restarts: number[] = []
  let current: { readonly process: UtilityProcess; readonly ready: Promise<Ready> }

  const fail = (message: string): void => {
    const error = new RequestError(
      ipcCodes.hostUnavailable,
      message,
      'It is started again; try once more.',
    )
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  const settle = (request: number, message: HostMessage): void => {
    const entry = waiting.get(request)
    waiting.delete(request)
    if (message.type === 'failed')
      entry?.reject(new RequestError(ipcCodes.internal, message.message))
    else entry?.resolve(message)
  }
  const receive = (message: HostMessage): void => {
    switch (message.type) {
      case 'ready':
        return
      case 'started':
      case 'stopped':
      case 'failed':
        return settle(message.request, message)
      case 'status':
        return listener.onStatus(message)
      case 'ended':
        return listener.onEnded(message.runId)
      case 'log':
        return listener.onLog(message.line)
    }
  }
  const died = (code: number): void => {
    const { rules, runId } = running
    running = { rules: [], runId: undefined }
    const message = `The engine process ended unexpectedly (exit code ${code}).`
    fail(message)
    if (isClosing) return
    restarts = [...restarts.filter((at) => Date.now() - at < 60_000), Date.now()]
    listener.onDied(message, rules, runId)
    if (restarts.length > mostRestarts) return
    current = launch()
    current.ready.then(
      () => listener.onRestarted(),
      // The exit that follows is reported by `died`.
      () => undefined,
    )
  }
  const launch = (): typeof current => {
    const child = utilityProcess.fork(file, [], { serviceName: 'Sluice engine', stdio: 'pipe' })
    child.stderr?.on('data', (data: Buffer) => process.stderr.write(data))
    child.stdout?.on('data', (data: Buffer) => process.stderr.write(data))
    const ready = new Promise<Ready>((resolve, reject) => {
      child.on('message', (data: unknown) => {
        const message = hostMessage.parse(data)
        if (message.type === 'ready') resolve(message)
        else receive(message)
      })
      child.on('exit', (code) => {
        reject(
          new RequestError(
            ipcCodes.hostUnavailable,
            `The engine process ended (exit code ${code}).`,
          ),
        )
        died(code)
      })
    })
    ready.catch(() => undefined)
    return { process: child, ready }
  }
  const request = async (make: (request: number) => HostCommand): Promise<HostMessage> => {
    await current.ready
    const id = nextRequest
    nextRequest += 1
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject })
      current.process.postMessage(make(id))
    })
  }
  current = launch()
  return {
    ready: () => current.ready,
    async start(definition) {
      running = { rules: definition.rules.map(({ id }) => id), runId: undefined }
      const message = await request((id) => ({ type: 'start', request: id, definition }))
      if (message.type !== 'started')
        throw new Error(`the host answered start with ${message.type}`)
      running = message.result.ok
        ? { ...running, runId: message.result.runId }
        : { rules: [], runId: undefined }
      return message.result
    },
    async stop() {
      running = { rules: [], runId: undefined }
      await request((id) => ({ type: 'stop', request: id }))
    },
    sendRowPort(port) {
      void current.ready.then(
        () => current.process.postMessage({ type: 'row-port' }, [port]),
        () => port.close(),
      )
    },
    async close() {
      isClosing = true
      const ended = new Promise<void>((resolve) => current.process.once('exit', () => resolve()))
      current.process.postMessage({ type: 'close' })
      const timeout = setTimeout(() => current.process.kill(), closeTimeoutMs)
      await ended
      clearTimeout(timeout)
    },
  }
}
