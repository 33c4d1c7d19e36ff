import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { z } from '#engine/api'
import type { RowMessage, Value } from '#engine/api'
import type { PortableDefinition } from '../definition.ts'
import { withDefaults } from '../options.ts'
import { createPortableFunction } from '../portable-function.ts'
import { PortableSink } from '../portable-sink.ts'
import { PortableProcess } from '../process.ts'
import { readRow } from '../process/rows.ts'
import type { LiveSymbol } from '../process/symbol.ts'
import { PullChannel } from '../protocol/pull-channel.ts'
import { createHeard, sinkContext } from '../test-plugin/open-plugin.ts'
import { bodyOf, dial, listenOnce, playPlugin, withoutGivenUpReplies } from './player.ts'
import type { RecordedBytes } from './player.ts'

interface Session {
  readonly id: string
  readonly sockets: Readonly<Record<string, readonly RecordedBytes[]>>
}

interface Command {
  readonly symbolName: string
  readonly meta: { readonly ruleId: string; readonly opId: string; readonly instanceId: number }
  readonly config?: Record<string, unknown>
}

const here = dirname(fileURLToPath(import.meta.url))
const sessions = JSON.parse(await readFile(join(here, 'sessions.json'), 'utf8')) as Session[]

let folder = ''
let process: PortableProcess

/** The test is the plugin; the process that the host starts only has to live. */
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'replay-'))
  const executable = join(folder, 'idle')
  await writeFile(executable, '#!/bin/sh\nexec sleep 600\n')
  await chmod(executable, 0o755)
  const metadata = { title: '', summary: '', properties: z.looseObject({}), defaults: {} }
  const definition: PortableDefinition = {
    name: 'acme',
    version: '',
    language: 'go',
    executable,
    sources: new Map([['ticker', metadata]]),
    sinks: new Map([['collector', metadata]]),
    functions: new Map(),
    warnings: [],
  }
  process = new PortableProcess(definition, withDefaults({ socketFolder: folder }))
})

afterEach(async () => {
  await process.close()
  await rm(folder, { recursive: true, force: true })
})

function recordingOf(id: string, socket: string): readonly RecordedBytes[] {
  const recording = sessions.find((session) => session.id === id)?.sockets[socket]
  if (!recording) throw new Error(`no recording of ${socket} in ${id}`)
  return recording
}

/** As a plugin dials: again until somebody listens. */
const dialWhenListening = (name: string) =>
  vi.waitFor(() => dial(join(folder, `${name}.ipc`)), { interval: 5 })

async function expectReplay(
  id: string,
  socket: string,
  onServerTurn?: (recorded: Buffer) => void,
): Promise<void> {
  const recording = recordingOf(id, socket)
  const played = await playPlugin(await dialWhenListening(socket), recording, onServerTurn)
  expect(played).toEqual(withoutGivenUpReplies(recording))
}

function commandOf(frame: Buffer): { cmd: string; command: Command } {
  const { cmd, arg } = JSON.parse(bodyOf(frame)) as { cmd: string; arg: string }
  return { cmd, command: JSON.parse(arg) as Command }
}

/** A source as the recorded rule has it; the adapter gives its sources another rule id. */
async function openSource(
  { symbolName, meta, config }: Command,
  rows: RowMessage[],
): Promise<LiveSymbol> {
  const path = join(folder, `${meta.ruleId}_${meta.opId}_${String(meta.instanceId)}.ipc`)
  await PullChannel.listen(path, {
    onMessages: (messages) => {
      rows.push(...messages.map(readRow))
    },
  })
  return {
    command: {
      symbolName,
      pluginType: 'source',
      ruleId: meta.ruleId,
      operatorId: meta.opId,
      instanceId: meta.instanceId,
      ...(config && { config }),
    },
    onStarted: () => undefined,
    onDown: () => undefined,
  }
}

const tick = (n: number) => ({
  row: { n, name: `t${String(n)}` },
  metadata: { topic: `tick/${String(n)}` },
})

test('after idling, the command goes to the newest of the plugin requests', async () => {
  const id = 'command-after-idle'
  const rows: RowMessage[] = []
  const done: Promise<unknown>[] = []
  const recorded = recordingOf(id, 'plugin_acme').find(
    ({ from, hex }) => from === 'server' && hex.length > 16,
  )
  const { command } = commandOf(Buffer.from(recorded?.hex ?? '', 'hex'))
  const symbol = await openSource(command, rows)
  done.push(process.startSymbol(symbol))
  await Promise.all([expectReplay(id, 'plugin_acme'), expectReplay(id, 'idle1_tick_0')])
  await Promise.all(done)
  await vi.waitFor(() => expect(rows).toEqual([1, 2, 3, 4, 5].map(tick)))
})

test('source, function and sink of one rule say what the server said, byte for byte', async () => {
  const id = 'rule-source-function-sink'
  const rows: RowMessage[] = []
  const results: Promise<unknown>[] = []
  const scale = createPortableFunction(process, 'scale', { summary: '', arguments: [] })
  const sink = new PortableSink(process, 'collector')
  const context = sinkContext(createHeard(), { ruleId: 'prule', operatorId: 'collector_0' })
  let source: LiveSymbol | undefined

  const control = (recorded: Buffer): void => {
    const { cmd, command } = commandOf(recorded)
    if (command.symbolName === 'scale') return
    if (command.symbolName === 'collector') {
      if (cmd === 'stop') results.push(sink.close())
      else {
        sink.configure(command.config ?? {})
        results.push(sink.open(context))
      }
    } else if (cmd === 'stop' && source) results.push(process.stopSymbol(source))
    else {
      results.push(
        openSource(command, rows).then((symbol) => {
          source = symbol
          return process.startSymbol(symbol)
        }),
      )
    }
  }
  const functionCall = (recorded: Buffer): void => {
    const { func, arg } = JSON.parse(bodyOf(recorded)) as { func: string; arg: unknown[] | null }
    if (func === 'Validate') results.push(scale.validate(arg ?? []))
    if (func === 'Exec') {
      const caller = { ruleId: 'prule', operatorId: '2_project', functionId: 0 }
      results.push(scale.call((arg ?? []).slice(0, -1) as Value[], caller))
    }
  }

  results.push(scale.isAggregate())
  const data = await listenOnce(join(folder, 'prule_collector_0_0.ipc'))
  const dataRecording = recordingOf(id, 'prule_collector_0_0')
  // The rows leave before the recorded stop of the sink: its player is done before the control's goes on.
  const dataPlayed = data.connected.then((socket) => playPlugin(socket, dataRecording))
  const pushRows = async (): Promise<void> => {
    await data.connected
    for (const { from, hex } of dataRecording) {
      const bytes = Buffer.from(hex, 'hex')
      if (from === 'server' && bytes.length > 8) {
        await sink.collect(context, Buffer.from(bodyOf(bytes)))
      }
    }
  }
  const [stops, starts] = splitAtStop(recordingOf(id, 'plugin_acme'))
  const controlSocket = await dialWhenListening('plugin_acme')
  const functionPlayed = expectReplay(id, 'func_scale', functionCall)
  const startsPlayed = playPlugin(controlSocket, starts, control)
  const others = [expectReplay(id, 'prule_tick_0'), expectReplay(id, 'prule_collector_0_0_ack')]
  expect(await startsPlayed).toEqual(withoutGivenUpReplies(starts))
  await Promise.all([...others, functionPlayed, pushRows()])
  expect(await dataPlayed).toEqual(dataRecording)
  expect(await playPlugin(controlSocket, stops, control)).toEqual(withoutGivenUpReplies(stops))
  expect(await Promise.all(results)).toContain(15)
  await vi.waitFor(() => expect(rows).toEqual([1, 2, 3, 4, 5].map(tick)))
  data.close()
})

/** The stop commands and what follows, and all before them. */
function splitAtStop(recording: readonly RecordedBytes[]): [RecordedBytes[], RecordedBytes[]] {
  const at = recording.findIndex(
    ({ from, hex }) =>
      from === 'server' && bodyOf(Buffer.from(hex, 'hex')).startsWith('{"cmd":"stop"'),
  )
  return [recording.slice(at), recording.slice(0, at)]
}
