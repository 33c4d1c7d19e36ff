import process from 'node:process'
import { workerData } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import { announceAnswer } from '../../answer-signal.ts'
import type { AnswerSignal } from '../../answer-signal.ts'
import type { FunctionAnswer, FunctionRequest, LoadTask } from '../protocol.ts'
import { FormatUses } from './format-uses.ts'
import { FunctionUses } from './function-uses.ts'
import { loadPlugin } from './load-plugin.ts'
import type { PluginFunction } from './user-api.ts'
import { toWireError } from './wire-error.ts'

/**
 * The thread of one user function or format. The engine's thread waits for each answer, so every answer wakes it:
 * the first is the plugin's description.
 */
interface FunctionData {
  readonly task: LoadTask
  readonly port: MessagePort
  readonly signal: AnswerSignal
}

const { task, port, signal } = workerData as FunctionData

const answer = (message: FunctionAnswer): void => {
  port.postMessage(message)
  announceAnswer(signal)
}
const fail = (error: unknown, extras: Pick<FunctionAnswer, 'changes' | 'lines'> = {}): void => {
  answer({ ok: false, error: toWireError(error, task.file), ...extras })
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
  // One is made at once: a constructor that throws is a fault of the plugin, not of a row.
  const first = plugin.make() as PluginFunction
  const uses = new FunctionUses(plugin)
  const formats = new FormatUses(plugin)
  const carryOut = (request: Exclude<FunctionRequest, { type: 'forget' }>): unknown => {
    switch (request.type) {
      case 'exec':
        return uses.exec(request.use, request.args)
      case 'validate':
        return first.validate?.(request.args)
      case 'format':
        return formats.open(request.use, request.settings)
      case 'encode':
        return formats.encode(request.use, request.data)
      case 'decode':
        return formats.decode(request.use, request.payload)
    }
  }
  port.on('message', (request: FunctionRequest) => {
    if (request.type === 'forget') {
      uses.forget(request.use)
      formats.forget(request.use)
      return
    }
    const use = request.type === 'exec' ? request.use.id : undefined
    void (async () => {
      try {
        answer({ ok: true, value: await carryOut(request), ...uses.take(use) })
      } catch (error) {
        fail(error, uses.take(use))
      }
    })()
  })
  answer({ ok: true, value: plugin.description })
} catch (error) {
  fail(error)
}
