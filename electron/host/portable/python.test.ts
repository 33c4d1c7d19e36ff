import { spawnSync } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import {
  createHeard,
  createSink,
  openPlugin,
  sinkContext,
  sourceContext,
} from './test-plugin/open-plugin.ts'
import type { OpenPlugin } from './test-plugin/open-plugin.ts'

/** Needs Python with the package `ekuiper`; another interpreter than python3 is named by this variable. */
const python = process.env.SLUICE_TEST_PYTHON ?? 'python3'
const hasSdk = spawnSync(python, ['-c', 'import ekuiper, pynng']).status === 0
const title = hasSdk
  ? 'a plugin of the Python SDK'
  : `a plugin of the Python SDK (skipped: ${python} has no package ekuiper)`

async function openSnake(folder: string, suffix: string): Promise<OpenPlugin> {
  const description = {
    version: '1.0.0',
    language: 'python',
    executable: 'main.py',
    sources: ['counter'],
    sinks: ['writer'],
    functions: [`reverse${suffix}`],
  }
  await mkdir(join(folder, 'sources'), { recursive: true })
  await writeFile(join(folder, `snake${suffix}.json`), JSON.stringify(description))
  await writeFile(join(folder, 'sources/counter.yaml'), 'default:\n  count: 3\n')
  const main = join(dirname(fileURLToPath(import.meta.url)), 'test-plugin-python/main.py')
  await copyFile(main, join(folder, 'main.py'))
  const environment = { PLUGIN_SUFFIX: suffix }
  const restart = { firstMs: 10, maxMs: 200 }
  return openPlugin({ pythonCommand: python, socketFolder: '/tmp', environment, restart }, folder)
}

describe.skipIf(!hasSdk)(title, () => {
  const suffix = String(process.pid)
  let folder = ''
  let plugin: OpenPlugin

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'snake-'))
    plugin = await openSnake(folder, suffix)
  })

  afterAll(async () => {
    await plugin[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  })

  async function openSink(operatorId: string, properties: Record<string, unknown>, from = plugin) {
    const path = join(folder, `${operatorId}.txt`)
    const heard = createHeard()
    const sink = createSink(from.sink('writer'), { path, ...properties })
    const context = sinkContext(heard, { ruleId: `snake${suffix}`, operatorId })
    try {
      await sink.open(context)
    } catch (error) {
      await sink.close(context)
      throw error
    }
    const write = async (text: string): Promise<void> =>
      sink.collect(context, new TextEncoder().encode(text), { properties: {} })
    const untilWritten = (text: string): Promise<void> =>
      vi.waitFor(async () => expect(await readFile(path, 'utf8')).toBe(text), { timeout: 10_000 })
    return { heard, write, untilWritten, close: async () => sink.close(context) }
  }

  test('its source emits rows with metadata', async () => {
    const heard = createHeard()
    const source = plugin.source('counter').create()
    source.configure('line/7', { count: 2 })
    const context = sourceContext(heard, `counted${suffix}`)
    await source.open(context)
    await vi.waitFor(() =>
      expect(heard.rows).toEqual([
        { row: { n: 1, line: 'line/7' }, metadata: { topic: 'count/1' } },
        { row: { n: 2, line: 'line/7' }, metadata: { topic: 'count/2' } },
      ]),
    )
    await source.close(context)
  })

  test('its sink gets the payloads', async () => {
    const sink = await openSink('writer_0', {})
    await sink.write('{"n":1}')
    await sink.write('{"n":2}')
    await sink.untilWritten('{"n":1}\n{"n":2}\n')
    await sink.close()
  })

  test('its sink acknowledges rows', async () => {
    const sink = await openSink('writer_1', { requireAck: true })
    await sink.write('good')
    await expect(sink.write('bad')).rejects.toThrow('disk full')
    await sink.write('good again')
    await sink.close()
  })

  test('its sink comes back after a raise and after a crash', async () => {
    const sink = await openSink('writer_2', {})
    await sink.write('raise')
    await vi.waitFor(() => expect(sink.heard.statuses.length).toBeGreaterThan(3), {
      timeout: 10_000,
    })
    expect(sink.heard.statuses.at(-1)).toMatchObject({
      state: 'connected',
      message: expect.stringContaining('has closed its channel') as string,
    })
    await sink.write('one')
    await sink.untilWritten('one\n')
    await sink.write('die')
    await vi.waitFor(() => expect(sink.heard.statuses.at(-1)?.message).toContain('exit status 7'))
    await sink.write('two')
    await sink.untilWritten('one\ntwo\n')
    await sink.close()
  })

  test('what its configure raises is the error of the start', async () => {
    await expect(openSink('writer_3', { path: undefined })).rejects.toThrow(
      /ValueError: path is missing/,
    )
  })

  test.each([{}, { requireAck: true }])(
    'with %j another version takes over its sink without losing a row',
    async (properties) => {
      const ownSuffix = `${suffix}${'requireAck' in properties ? 'a' : 'b'}`
      await using old = await openSnake(join(folder, `old${ownSuffix}`), ownSuffix)
      await using next = await openSnake(join(folder, `new${ownSuffix}`), ownSuffix)
      const sink = await openSink(`moving_${ownSuffix}`, properties, old)
      const texts = Array.from({ length: 400 }, (_, n) => `${String(n)} ${'x'.repeat(1000)}`)
      let moving: Promise<void> | undefined
      for (const text of texts) {
        if (text.startsWith('200 ')) moving = old.loaded.handOver(next.loaded)
        await sink.write(text)
      }
      await moving
      await sink.untilWritten(texts.map((text) => `${text}\n`).join(''))
      expect([old.loaded.isUsed, next.loaded.isUsed]).toEqual([false, true])
      await sink.close()
    },
  )

  test('its function answers', async () => {
    const [reverse] = plugin.loaded.functions
    expect(await reverse?.isAggregate()).toBe(false)
    expect(await reverse?.validate([])).toBe('one argument is expected')
    expect(await reverse?.call(['abc'], { ruleId: 'r', operatorId: 'o', functionId: 0 })).toBe(
      'cba',
    )
    await expect(
      reverse?.call([3], { ruleId: 'r', operatorId: 'o', functionId: 0 }),
    ).rejects.toThrow(/TypeError/)
  })
})
