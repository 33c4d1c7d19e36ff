import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { dial, listenOnce } from '../../portable/recordings/player.ts'
import type { RecordedBytes } from '../../portable/recordings/player.ts'
import { install, pack } from '../testing/installed-plugin.ts'
import type { Installed } from '../testing/installed-plugin.ts'
import { playServer, saidInRecording } from '../testing/play-server.ts'

/** The raw bytes that a recorded server wrote, to a packaged plugin. */
interface Session {
  readonly id: string
  readonly sockets: Readonly<Record<string, readonly RecordedBytes[]>>
}

const here = import.meta.dirname
const file = join(here, '../../portable/recordings/sessions.json')
const sessions = JSON.parse(await readFile(file, 'utf8')) as Session[]

let plugin: Installed
beforeAll(async () => {
  plugin = await install(await pack(join(here, '../testing/acme'), 'acme'), 'acme')
})
afterAll(() => plugin[Symbol.asyncDispose]())

const recordingOf = (id: string, socket: string): readonly RecordedBytes[] => {
  const recording = sessions.find((session) => session.id === id)?.sockets[socket]
  if (recording === undefined) throw new Error(`no recording of ${socket} in ${id}`)
  return recording
}

let listening: { close: () => void }[] = []
beforeEach(() => {
  listening = []
  onTestFinished(() => {
    for (const each of listening) each.close()
  })
})

/** The server's end of a socket that it listens on. */
async function expectPlayed(id: string, socket: string): Promise<void> {
  const { connected, close } = await listenOnce(join(plugin.socketFolder, `${socket}.ipc`))
  listening.push({ close })
  const recording = recordingOf(id, socket)
  expect(await playServer(await connected, recording)).toEqual(saidInRecording(recording))
}

function startPlugin(): void {
  const child = plugin.start()
  onTestFinished(() => void child.kill('SIGKILL'))
}

test('of a command that comes under three ids only the newest request is answered', async () => {
  const id = 'command-after-idle'
  const played = ['plugin_acme', 'idle1_tick_0'].map((socket) => expectPlayed(id, socket))
  startPlugin()
  await Promise.all(played)
})

test('source, function and sink of one rule answer the recorded bytes of all their sockets', async () => {
  const id = 'rule-source-function-sink'
  const sockets = ['func_scale', 'prule_tick_0', 'prule_collector_0_0_ack']
  const played = sockets.map((socket) => expectPlayed(id, socket))
  // The rows come before the recorded stop of the sink.
  const control = recordingOf(id, 'plugin_acme')
  const stopAt = control.findIndex(({ hex }) => Buffer.from(hex, 'hex').includes('{"cmd":"stop"'))
  const { connected, close } = await listenOnce(join(plugin.socketFolder, 'plugin_acme.ipc'))
  listening.push({ close })
  startPlugin()
  const socket = await connected
  const starts = control.slice(0, stopAt)
  expect(await playServer(socket, starts)).toEqual(saidInRecording(starts))
  const data = 'prule_collector_0_0'
  const rows = await vi.waitFor(() => dial(join(plugin.socketFolder, `${data}.ipc`)))
  expect(await playServer(rows, recordingOf(id, data))).toEqual(['0053500000510000'])
  await Promise.all(played)
  expect(await plugin.collected('collector', 5)).toEqual(
    [1, 2, 3, 4, 5].map((n) => ({
      n,
      name: `t${String(n)}`,
      s: 3 * n,
      topic: `tick/${String(n)}`,
    })),
  )
})
