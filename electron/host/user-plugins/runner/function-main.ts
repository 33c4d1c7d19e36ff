import process from 'node:process'
import { workerData } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import type { FunctionAnswer, FunctionCall, LoadTask } from '../protocol.ts'
import { loadPlugin } from './load-plugin.ts'
import { toWireError } from './wire-error.ts'

/**
 * The thread of one user function. The engine's thread waits for each answer, so every answer wakes it:
 * the first is the plugin's description.
 */
interface FunctionData {
  readonly task: LoadTask
  readonly port: MessagePort
  readonly signal: Int32Array
}

const { task, port, signal } = workerData as FunctionData

const answer = (message: FunctionAnswer): void => {
  port.postMessage(message)
  Atomics.store(signal, 0, 1)
  Atomics.notify(signal, 0)
}
const fail = (error: unknown): void => {
  answer({ ok: false, error: toWireError(error, task.file) })
}

const exit = process.exit.bind(process)
process.exit = (code): never => {
  fail(
    new Error(`it called process.exit(${code === undefined || code === null ? '' : String(code)})`),
  )
  return exit(1)
}
process.on('unhandledRejection', (reason) => {
  throw reason
})

try {
  const plugin = await loadPlugin(task)
  const made = plugin.make() as { exec(args: readonly unknown[], ctx: unknown): unknown }
  port.on('message', ({ args, ruleId }: FunctionCall) => {
    void (async () => {
      try {
        answer({ ok: true, value: await made.exec(args, { ruleId }) })
      } catch (error) {
        fail(error)
      }
    })()
  })
  answer({ ok: true, value: plugin.description })
} catch (error) {
  fail(error)
}
