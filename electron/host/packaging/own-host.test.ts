import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import {
  createHeard,
  createSink,
  openPlugin,
  sinkContext,
  sourceContext,
} from '../portable/test-plugin/open-plugin.ts'
import type { OpenPlugin } from '../portable/test-plugin/open-plugin.ts'
import { pack } from './testing/installed-plugin.ts'

const examples = resolve(import.meta.dirname, '../../../docs/examples/plugins')
const bytes = (text: string) => new TextEncoder().encode(text)
const noProperties = { properties: {} }

/** The examples of the guide, packed, in the host for portable plugins of Sluice itself. */
async function open(): Promise<{ plugin: OpenPlugin; folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'own-host-'))
  const zip = join(folder, 'examples.zip')
  await writeFile(zip, await pack(examples, 'examples'))
  const environment = { SLUICE_SOCKET_FOLDER: folder, SLUICE_PLUGIN_DATA: join(folder, 'data') }
  const plugin = await openPlugin({ socketFolder: folder, environment }, zip)
  onTestFinished(async () => {
    await plugin[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  })
  return { plugin, folder }
}

test('a packed sink runs from its zip, and writes a file for each device', async () => {
  const { plugin, folder } = await open()
  const heard = createHeard()
  const sink = createSink(plugin.sink('lineFile'), {
    path: '{{.device}}.jsonl',
    sendSingle: true,
    requireAck: true,
  })
  const context = sinkContext(heard, { operatorId: 'lineFile_0' })
  await sink.open(context)
  for (const device of ['a', 'b', 'a'])
    await sink.collect(context, bytes(`{"device":"${device}"}`), noProperties)
  await sink.close(context)
  const read = (name: string) => readFile(join(folder, 'data/sink-lineFile', name), 'utf8')
  expect(await read('a.jsonl')).toBe('{"device":"a"}\n{"device":"a"}\n')
  expect(await read('b.jsonl')).toBe('{"device":"b"}\n')
  expect(heard.statuses.at(-1)).toEqual({ state: 'connected' })
})

test('what its configure refuses is on the node', async () => {
  const { plugin } = await open()
  const sink = createSink(plugin.sink('lineFile'), { path: 'folder/' })
  await expect(sink.open(sinkContext(createHeard()))).rejects.toThrow(
    /cannot start sink lineFile of rule r1: must name a file/,
  )
})

test('a packed source sends its rows', async () => {
  const { plugin } = await open()
  const heard = createHeard()
  const source = plugin.source('ticker').create()
  source.configure('clock', { interval: 1 })
  const context = sourceContext(heard)
  await source.open(context)
  await vi.waitFor(() => expect(heard.rows.length).toBeGreaterThan(1))
  await source.close(context)
  expect(heard.rows.slice(0, 2).map(({ row }) => [row['name'], row['n']])).toEqual([
    ['clock', 1],
    ['clock', 2],
  ])
})

test('a packed function is called', async () => {
  const { plugin } = await open()
  const [celsius] = plugin.loaded.functions
  const caller = { ruleId: 'r', operatorId: 'o', functionId: 0 }
  expect(await celsius?.isAggregate()).toBe(false)
  expect(await celsius?.call([212], caller)).toBe(100)
  await expect(celsius?.call(['hot'], caller)).rejects.toThrow('celsius of string')
})
