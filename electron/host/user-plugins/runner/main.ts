import process from 'node:process'
import type { FromRunner, ToRunner } from '../protocol.ts'
import { serve } from './serve.ts'
import { messageOf } from './wire-error.ts'

/**
 * The process of one user plugin, started by the host with a line to it. Whatever the plugin does ends
 * this process and nothing else.
 */
const sendToHost = process.send?.bind(process)
if (sendToHost === undefined) throw new Error('This file is started by Sluice, not by hand.')

const send = (message: FromRunner): void => {
  sendToHost(message)
}

/** The reason has to be on its way before the process is gone. */
const endWith = (message: string): void => {
  sendToHost({ type: 'fatal', message } satisfies FromRunner, undefined, {}, () => exit(1))
}
const exit = process.exit.bind(process)

process.on('disconnect', () => exit(0))
process.on('unhandledRejection', (reason) => {
  endWith(`a promise was rejected and nothing handled it: ${messageOf(reason)}`)
})
process.on('uncaughtException', (error) => endWith(`an error was not caught: ${messageOf(error)}`))
process.exit = (code?: number | string | null): never => {
  endWith(`it called process.exit(${code === undefined || code === null ? '' : String(code)})`)
  // Whoever ends the process does not expect to go on.
  throw new Error('process.exit was called')
}

serve({
  send,
  onMessage: (receive) => {
    process.on('message', (message) => receive(message as ToRunner))
  },
})
