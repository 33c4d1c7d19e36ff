import { readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { createFolder, startRules } from './testing/plugin-folder.ts'

const folder = resolve(import.meta.dirname, '../../../docs/examples/plugins')
const openExamples = async () => (await createFolder()).open({ folders: [folder] })
afterAll(() => rm(join(folder, '.data'), { recursive: true, force: true }))

const rows = [
  { id: 'a', temperature: 212 },
  { id: 'b', temperature: 32 },
]

test('every example loads', async () => {
  const plugins = await openExamples()
  expect(plugins.problems()).toEqual([])
  expect(plugins.list().map(({ id }) => id)).toEqual([
    'sink lineFile',
    'sink memorySink',
    'sink tcpLines',
    'source ticker',
    'function celsius',
    'format meterFrame',
  ])
})

test('the memory sink keeps results, the file sink writes one file a device', async () => {
  const rules = await startRules(await openExamples(), [
    {
      rows,
      sql: 'SELECT id, celsius(temperature) AS c FROM stream',
      actions: [
        { memorySink: { count: 1 } },
        { lineFile: { path: '{{.id}}.jsonl', sendSingle: true } },
      ],
    },
  ])
  await rules.until('action/r0/0', ({ rowsOut }) => rowsOut === 2)
  await rules.until('action/r0/1', ({ rowsOut }) => rowsOut === 2)
  await rules.run.stop()
  expect(rules.log.map(({ message }) => message)).toContain('1 results were in memory')
  const read = (name: string): Promise<string> =>
    readFile(join(folder, '.data/sink-lineFile', name), 'utf8')
  expect(await read('a.jsonl')).toBe('{"id":"a","c":100}\n')
  expect(await read('b.jsonl')).toBe('{"id":"b","c":0}\n')
})

test('the memory sink refuses a wrong property', async () => {
  const rules = await startRules(await openExamples(), [
    { rows, actions: [{ memorySink: { count: 0 } }] },
  ])
  const { message } = await rules.until('action/r0/0', ({ state }) => state === 'failed')
  expect(message).toMatch(/^count is 0; it must be 1 or more/)
})

test('the bytes sink sends what the action encoded', async () => {
  const server = createServer()
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', () => listening()))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const received = new Promise<string>((done) => {
    server.once('connection', (socket) => {
      let text = ''
      socket.on('data', (data) => {
        text += data.toString()
        if (text.split('\n').length === 3) done(text)
      })
    })
  })
  await startRules(await openExamples(), [
    { rows, actions: [{ tcpLines: { port, format: 'delimited', sendSingle: true } }] },
  ])
  expect(await received).toBe('a,212\nb,32\n')
  server.close()
})

test('the frame format is read from a source and written by a sink; a broken frame is an error', async () => {
  const beside = await createFolder({
    'sources/frames.mjs': `export class Frames {
      configure() {}
      async open(ctx) {
        const frame = (meter, value) => {
          const bytes = Buffer.alloc(12)
          bytes.writeUInt32BE(meter)
          bytes.writeDoubleBE(value, 4)
          return bytes
        }
        await ctx.emit(frame(7, 20.5))
        await ctx.emit(Buffer.from('broken'))
        await ctx.emit(Buffer.concat([frame(8, -1), frame(4294967295, 0.25)]))
      }
      close() {}
    }
    Frames.emits = 'bytes'`,
    'sinks/hex.mjs': `export const accepts = 'bytes'
    export const Hex = () => ({
      configure() {},
      open() {},
      collect(ctx, bytes) { ctx.logger.info(Buffer.from(bytes).toString('hex')) },
      close() {},
    })`,
  })
  const rules = await startRules(await beside.open({ folders: [folder, beside.folder] }), [
    {
      type: 'frames',
      format: 'meterFrame',
      rows: [],
      sql: 'SELECT meter, value * 2 AS value FROM stream',
      actions: [{ hex: { format: 'meterFrame', sendSingle: true } }],
    },
  ])
  await rules.until('action/r0/0', ({ rowsOut }) => rowsOut === 3)
  const sent = rules.log.filter(({ node }) => node === 'action/r0/0').map(({ message }) => message)
  expect(sent).toEqual([
    '000000074044800000000000',
    '00000008c000000000000000',
    'ffffffff3fe0000000000000',
  ])
  expect(rules.status('stream/s_r0')).toMatchObject({ rowsOut: 3, errors: 1 })
})
