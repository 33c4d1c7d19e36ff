import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import type { Sink, SinkItem, SinkOutcome } from '#engine/api'
import {
  createSink,
  createSinkHarness,
  createVirtualClock,
  type SinkHarness,
  type VirtualClock,
} from '#engine/testkit'
import { fileSink } from './sink.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

interface Opened {
  readonly folder: string
  readonly clock: VirtualClock
  readonly harness: SinkHarness
  readonly sink: Sink
  /** One message after the other; `path` is what its row gives. */
  send(...messages: readonly (string | { text: string; path: string })[]): Promise<void>
  sendAtOnce(...messages: readonly (string | { text: string; path: string })[]): Promise<Outcomes>
  close(): Promise<void>
  /** The files of the folder, by name. */
  files(): Readonly<Record<string, string>>
}
type Outcomes = readonly SinkOutcome[]
type Given = Readonly<Record<string, unknown>>

const start = 1_700_000_000_000

async function open(given: Given): Promise<Opened> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-file-'))
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }))
  const clock = createVirtualClock(start)
  const harness = createSinkHarness({ clock })
  const sink = createSink(fileSink)
  const path = join(folder, typeof given['path'] === 'string' ? given['path'] : 'o.txt')
  sink.configure(fileSink.properties.parse({ ...given, path }))
  await sink.open(harness.context)
  const close = async (): Promise<void> => {
    await sink.close(harness.context)
  }
  cleanups.push(close)
  const deliveryOf = (message: string | { text: string; path: string }) => {
    const { text, path: own } =
      typeof message === 'string' ? { text: message, path: undefined } : message
    const item: SinkItem = { properties: own === undefined ? {} : { path: join(folder, own) } }
    return { data: new TextEncoder().encode(text), item }
  }
  return {
    folder,
    clock,
    harness,
    sink,
    close,
    send: async (...messages) => {
      for (const message of messages) {
        const { data, item } = deliveryOf(message)
        await sink.collect(harness.context, data, item)
      }
    },
    sendAtOnce: async (...messages) =>
      (await sink.collectMany?.(harness.context, messages.map(deliveryOf))) ?? [],
    files: () =>
      Object.fromEntries(
        readdirSync(folder, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name), 'utf8')]),
      ),
  }
}

describe('file types', () => {
  test.each<[Given, string[], string]>([
    [{}, ['a', 'b'], 'a\nb'],
    [{ fileType: 'json' }, ['{"a":1}', '{"a":2}'], '[{"a":1},{"a":2}]'],
    [{ fileType: 'csv', format: 'delimited' }, ['1,x', '2,y'], '\n1,x\n2,y'],
    [
      { fileType: 'csv', format: 'delimited', hasHeader: true },
      [',\0\0\0\u00031,x2,y', '3,z'],
      '1,x\n2,y\n3,z',
    ],
    [
      { fileType: 'csv', format: 'delimited', hasHeader: true, delimiter: ';' },
      [';\0\0\0\u0003a;b1;2', '3;4'],
      'a;b\n1;2\n3;4',
    ],
    [
      { fileType: 'csv', format: 'delimited', hasHeader: true, fields: ['b', 'a'] },
      ['1,x', '2,y'],
      'b,a\n1,x\n2,y',
    ],
    // A row that begins with an empty column is no header.
    [{ fileType: 'csv', format: 'delimited', hasHeader: true }, [',b', ',12345'], '\n,b\n,12345'],
  ])('%j', async (given, messages, text) => {
    const file = await open(given)
    await file.send(...messages)
    await file.close()
    expect(file.files()).toEqual({ 'o.txt': text })
  })

  test('what is collected is in the file at once, not only at the end', async () => {
    const file = await open({})
    await file.send('a', 'b')
    expect(file.files()).toEqual({ 'o.txt': 'a\nb' })
    await file.sendAtOnce('c', 'd')
    expect(file.files()).toEqual({ 'o.txt': 'a\nb\nc\nd' })
  })

  test('no message, no file', async () => {
    const file = await open({ fileType: 'json' })
    await file.close()
    expect(file.files()).toEqual({})
  })
})

describe('compression', () => {
  test('the file is one gzip stream, and can be read up to what was collected', async () => {
    const file = await open({ compression: 'gzip' })
    const long = 'x'.repeat(300_000)
    await file.send('a', long)
    const half = readFileSync(join(file.folder, 'o.txt'))
    expect(gunzipSync(half, { finishFlush: 2 }).toString()).toBe(`a\n${long}`)
    await file.send('z')
    await file.close()
    const all = readFileSync(join(file.folder, 'o.txt'))
    expect(gunzipSync(all).toString()).toBe(`a\n${long}\nz`)
  })
})

describe('rolling', () => {
  test.each<[Given, Record<string, string>]>([
    [
      { rollingCount: 2, rollingNamePattern: 'prefix' },
      { [`${start}-o.txt`]: 'a\nb', [`${start + 1}-o.txt`]: 'c\nd', [`${start + 2}-o.txt`]: 'e' },
    ],
    [
      { rollingCount: 2, rollingNamePattern: 'suffix' },
      { [`o-${start}.txt`]: 'a\nb', [`o-${start + 1}.txt`]: 'c\nd', [`o-${start + 2}.txt`]: 'e' },
    ],
    [{ rollingCount: 2 }, { 'o.txt': 'e' }],
    [{ rollingCount: 2, rollingNamePattern: 'none' }, { 'o.txt': 'e' }],
    [
      { rollingSize: 3, rollingCount: 0, rollingNamePattern: 'prefix' },
      { [`${start}-o.txt`]: 'a\nb', [`${start + 1}-o.txt`]: 'c\nd', [`${start + 2}-o.txt`]: 'e' },
    ],
  ])('%j, one by one and all at once', async (given, expected) => {
    for (const send of ['send', 'sendAtOnce'] as const) {
      const file = await open(given)
      await file[send]('a', 'b', 'c', 'd', 'e')
      await file.close()
      expect(file.files()).toEqual(expected)
    }
  })

  test('a csv file that follows has the header too', async () => {
    const file = await open({
      fileType: 'csv',
      format: 'delimited',
      hasHeader: true,
      rollingCount: 1,
      rollingNamePattern: 'suffix',
    })
    await file.send(',\0\0\0\u0003a,b1,2', '3,4')
    expect(Object.values(file.files())).toEqual(['a,b\n1,2', 'a,b\n3,4'])
  })

  test('a file that is older than the interval ends at the next check', async () => {
    const given = { rollingInterval: '10s', rollingNamePattern: 'suffix', fileType: 'json' }
    const file = await open(given)
    file.clock.advanceTo(start + 3000)
    await file.send('1')
    file.clock.advanceTo(start + 10_000)
    await file.send('2')
    expect(file.files()).toEqual({ [`o-${start + 3000}.txt`]: '[1,2' })
    file.clock.advanceTo(start + 20_000)
    await file.send('3')
    await file.close()
    expect(file.files()).toEqual({
      [`o-${start + 3000}.txt`]: '[1,2]',
      [`o-${start + 20_000}.txt`]: '[3]',
    })
    expect(file.clock.pending()).toBe(0)
  })
})

describe('paths', () => {
  test('each row may have its own file', async () => {
    const file = await open({ path: '{{.d}}.log' })
    const messages = [
      ...[{ text: '1', path: 'a.log' }, { text: '2', path: 'b.log' }, { text: '3', path: 'a.log' }], // prettier-ignore
    ]
    await file.send(...messages)
    await file.sendAtOnce(...messages)
    expect(file.files()).toEqual({ 'a.log': '1\n3\n1\n3', 'b.log': '2\n2' })
  })

  test('one missing folder is made, two are not', async () => {
    const file = await open({ path: 'sub/o.txt' })
    await file.send('a')
    expect(file.files()).toEqual({ 'o.txt': 'a' })
    const deep = await open({ path: 's1/s2/o.txt' })
    const path = join(deep.folder, 's1/s2')
    await expect(deep.send('a')).rejects.toThrow(
      `fail to create file ${path}/o.txt: mkdir ${path}: no such file or directory`,
    )
  })

  test('a row without a place is lost, those around it are not', async () => {
    const file = await open({ path: '{{.d}}' })
    mkdirSync(join(file.folder, 'folder'))
    const outcomes = await file.sendAtOnce(
      { text: '1', path: 'a.log' },
      { text: '2', path: 'folder' },
      { text: '3', path: 'a.log/x' },
      { text: '4', path: 'a.log' },
    )
    expect(outcomes.map((outcome) => outcome.isWritten)).toEqual([true, false, false, true])
    expect(outcomes.flatMap((o) => (o.isWritten ? [] : [(o.error as Error).message]))).toEqual([
      `fail to create file ${file.folder}/folder: it is a directory`,
      `fail to create file ${file.folder}/a.log/x: a part of the path is no directory`,
    ])
    expect(file.files()).toEqual({ 'a.log': '1\n4' })
  })

  test('opening a file again empties it, as eKuiper does', async () => {
    const file = await open({})
    await file.send('old')
    await file.close()
    const again = createSink(fileSink)
    again.configure(fileSink.properties.parse({ path: join(file.folder, 'o.txt') }))
    await again.open(file.harness.context)
    await again.collect(file.harness.context, new TextEncoder().encode('new'), { properties: {} })
    await again.close(file.harness.context)
    expect(file.files()).toEqual({ 'o.txt': 'new' })
  })
})

test('a full disk is a matter of time: the message may come again', async () => {
  const file = await open({})
  const sink = createSink(fileSink)
  sink.configure(fileSink.properties.parse({ path: '/dev/full' }))
  await sink.open(file.harness.context)
  await expect(
    sink.collect(file.harness.context, new Uint8Array([1]), { properties: {} }),
  ).rejects.toMatchObject({
    kind: 'connection-error',
    message: 'fail to write file /dev/full: no space left on the disk',
  })
  await sink.close(file.harness.context)
})

test.each<[Given, string, RegExp]>([
  [{ path: '' }, 'path', /^path must be set/],
  [{ fileType: 'xls' }, 'fileType', /^fileType must be one of json, csv or lines, not "xls"$/],
  [{ fileType: 'csv' }, 'format', /^format must be delimited when fileType is csv$/],
  [{ fileType: 'csv', format: 'json' }, 'format', /must be delimited/],
  [{ rollingCount: 0 }, 'rollingCount', /^one of rollingInterval, rollingCount, or rollingSize/],
  [{ rollingCount: -1 }, 'rollingCount', /^rollingCount must be positive, not -1$/],
  [{ rollingInterval: -1 }, 'rollingInterval', /^rollingInterval must be positive, not -1$/],
  [{ rollingInterval: '10' }, 'rollingInterval', /takes milliseconds or a text such as "10s"/],
  [{ checkInterval: '-1s' }, 'checkInterval', /^checkInterval must be positive, not -1s$/],
  [{ rollingNamePattern: 'middle' }, 'rollingNamePattern', /must be one of prefix, suffix or none/],
  [{ rollingHook: 'nosuch' }, 'rollingHook', /^rolling hook nosuch is not registered/],
  [{ compression: 'flate' }, 'compression', /^compression must be one of gzip, zstd/],
  [{ encryption: 'aes' }, 'encryption', /cannot be encrypted here/],
  [{ rollingCount: '5' }, 'rollingCount', /./],
])('%j is refused at %s', (given, path, message) => {
  const issues = fileSink.properties.safeParse(given).error?.issues ?? []
  expect(issues.map((issue) => issue.path.join('.'))).toEqual([path])
  expect(issues[0]?.message).toMatch(message)
})
