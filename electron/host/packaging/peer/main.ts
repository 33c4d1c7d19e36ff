import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { messageOf } from '../../user-plugins/runner/wire-error.ts'
import { createLog } from './log.ts'
import type { PackagedParts } from './parts.ts'
import { Peer } from './peer.ts'
import { answerCommands } from './sockets.ts'

/**
 * The program of a Sluice plugin on an eKuiper server: started by the server, told over the control
 * channel what to start and stop. It ends with the server.
 */
const here = dirname(fileURLToPath(import.meta.url))
const parts = JSON.parse(await readFile(join(here, 'parts.json'), 'utf8')) as PackagedParts
const log = createLog(`plugin ${parts.name}`)

process.on('uncaughtException', (error) => {
  log.error(`an error was not caught, so the plugin ends: ${messageOf(error)}`, error)
  process.exit(1)
})
// Every rule that uses the plugin would stand still without a word if it ended.
process.on('unhandledRejection', (reason) => {
  log.error(`a promise was rejected and nothing handled it: ${messageOf(reason)}`)
})

const peer = new Peer({
  parts,
  log,
  moduleFolder: here,
  folder: dirname(here),
  environment: process.env,
})
await peer.load()
const path = peer.socketPath(`plugin_${parts.name}`)
const end = async (): Promise<void> => {
  await peer.close()
  process.exit(0)
}
process.once('SIGTERM', () => void end())
try {
  const control = await answerCommands(path, (command) => peer.carryOut(command))
  void control.closed.then(end)
} catch (error) {
  log.error(`no eKuiper server listens on ${path}, and only one starts this: ${messageOf(error)}`)
  process.exit(1)
}
