import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { install, pack } from '../testing/installed-plugin.ts'
import type { Installed } from '../testing/installed-plugin.ts'
import { RecordedServer } from '../testing/recorded-server.ts'

/** What the SDK promises, of a packaged plugin under a server. */
const files: Readonly<Record<string, string>> = {
  'sinks/Tape.mjs': `
import { appendFileSync } from 'node:fs'
import { ConfigurationError, ConnectionError, z } from 'sluice'
export const properties = z.object({
  path: z.string().default('tape').meta({ dynamic: true }),
  interval: z.number().default(1),
  wall: z.string().optional(),
})
export class Tape {
  configure(properties) {
    if (properties.wall === 'red') throw new ConfigurationError('wall', 'how red it is')
    this.properties = properties
  }
  async open(ctx) {
    ctx.logger.info('opened', { with: this.properties })
    ctx.signal.addEventListener('abort', () => ctx.logger.info('aborted'))
    this.count = ctx.state.get('count') ?? 0
    if (this.properties.wall === 'away' && !(await import('node:fs')).existsSync(ctx.resolvePath('here')))
      throw new ConnectionError('the wall is away')
  }
  async collect(ctx, data, item) {
    if (data.bad === 'wait') await new Promise((done) => setTimeout(done, 30))
    if (data.bad === 'no') throw new Error('')
    if (data.bad === 'die') setTimeout(() => { throw new Error('out of nowhere') })
    if (data.bad === 'reject') Promise.reject(new Error('left alone'))
    this.count += 1
    ctx.state.set('count', this.count)
    const line = { count: this.count, data, kind: typeof data.id, ...item.properties }
    appendFileSync(ctx.resolvePath('collected.jsonl'),
      JSON.stringify(line, (_, v) => typeof v === 'bigint' ? 'n' + v : v) + '\\n')
  }
  close(ctx) { ctx.logger.info('closed') }
}`,
  'sources/Bytes.mjs': `
export class Bytes {
  static emits = 'bytes'
  configure(datasource, properties) { this.given = [datasource, properties] }
  open(ctx) {
    ctx.emit('[{"a": 1}, {"a": 2}]', { topic: 't' })
    ctx.emit(new TextEncoder().encode('{"big": 12345678901234567890}'))
    ctx.emit('no json')
    ctx.emit(JSON.stringify({ given: this.given, rule: ctx.ruleId, stream: ctx.streamName }))
  }
  close() {}
}`,
  'sources/Fast.mjs': `
export class Fast {
  configure() {}
  open(ctx) {
    const run = async () => {
      for (let n = 0; n < 20000; n += 1) await ctx.emit({ n, at: new Date(0), big: 9007199254740993n, none: undefined })
      ctx.logger.info('all sent')
    }
    run()
  }
  close() {}
}`,
  'functions/counted.mjs': `
export class Counted {
  exec(args, ctx) {
    const n = (ctx.state.get('n') ?? 0) + 1
    ctx.state.set('n', n)
    ctx.logger.info('call ' + n)
    return { n, args, at: new Date(0), big: 2n ** 60n }
  }
}`,
}

let source = ''
let zip: Buffer
let plugin: Installed
let server: RecordedServer
beforeAll(async () => {
  source = await mkdtemp(join(tmpdir(), 'peer-'))
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(source, path)), { recursive: true })
    await writeFile(join(source, path), text)
  }
  zip = await pack(source, 'peer')
})
afterAll(() => rm(source, { recursive: true, force: true }))

beforeEach(async () => {
  plugin = await install(zip, 'peer')
  server = await RecordedServer.listen(plugin.socketFolder, 'peer')
  onTestFinished(async () => {
    await server.close()
    await plugin[Symbol.asyncDispose]()
  })
})

const commandOf =
  (pluginType: string, symbolName: string) =>
  (cmd: string, config?: object, ruleId = 'r1'): string =>
    JSON.stringify({
      cmd,
      arg: JSON.stringify({
        symbolName,
        meta: { ruleId, opId: `${symbolName}_0`, instanceId: 0 },
        pluginType,
        ...(config && { config }),
      }),
    })
const tape = commandOf('sink', 'tape')
const rows = 'r1_tape_0_0'
const acks = `${rows}_ack`
const says = (text: string | RegExp) =>
  vi.waitFor(() => expect(plugin.output()).toMatch(text), { timeout: 5000, interval: 10 })

test('properties are checked, matched and filled in as in Sluice', async () => {
  plugin.start()
  expect(await server.command(tape('start', { PATH: 'x', interval: '150ms' }))).toBe('ok')
  await says('info sink tape of rule r1: opened {"with":{"path":"x","interval":150}}')
})

test.each([
  [{ interval: true }, 'cannot start sink tape of rule r1: interval takes a number, not true'],
  [{ wall: 'red' }, 'cannot start sink tape of rule r1: how red it is'],
  [
    { format: 'delimited' },
    /cannot start .*: format is delimited; this sink takes rows, which come as json/,
  ],
  [
    { compression: 'gzip' },
    /compression is gzip; this sink takes rows, which cannot be compressed/,
  ],
  [{ path: '{{.id' + '}}{{range}}' }, /cannot start .*: path: /],
])('%o is refused with the reason, also in the log', async (config, reason) => {
  plugin.start()
  const answer = await server.command(tape('start', config))
  expect(answer).toMatch(reason)
  await says(answer)
  expect(await server.command(tape('start', {}))).toBe('ok')
})

test('rows come one by one or as a list, integers in full, templates rendered', async () => {
  plugin.start()
  await server.command(tape('start', { path: 'd/{{.id}}', sendSingle: true }))
  await server.push(rows, '{"id":1,"text":"12345678901234567890"}')
  await server.push(rows, '{"id":12345678901234567890}')
  await server.command(commandOf('sink', 'tape')('start', {}, 'r2'))
  await server.push('r2_tape_0_0', '[[{"a":1}],[{"a":2}]]')
  const collected = await plugin.collected('tape', 3)
  expect(collected).toEqual([
    { count: 1, data: { id: 1, text: '12345678901234567890' }, kind: 'number', path: 'd/1' },
    {
      count: 2,
      data: { id: 'n12345678901234567890' },
      kind: 'bigint',
      path: 'd/12345678901234567890',
    },
    { count: 1, data: [{ a: 1 }, { a: 2 }], kind: 'undefined' },
  ])
})

test('every row is acknowledged in its order where the action asks for it, and only there', async () => {
  plugin.start()
  await server.command(tape('start', { sendSingle: true, requireAck: true }))
  const sent = ['{"bad":"wait"}', '{"bad":"no"}', 'n is 1', '"text"', '{"id":2}']
  for (const row of sent) await server.push(rows, row)
  const answers: unknown[] = []
  while (answers.length < sent.length) answers.push(JSON.parse(await server.next(acks)))
  expect(answers).toEqual([
    {},
    { error: 'Error without a message' },
    {
      error: expect.stringContaining(
        'this sink takes rows as JSON; what came is none: n is 1',
      ) as string,
    },
    { error: 'this sink takes rows; what came is none: "text"' },
    {},
  ])
  const quiet = commandOf('sink', 'tape')
  await server.command(quiet('start', { sendSingle: true }, 'r2'))
  await server.push('r2_tape_0_0', '{"bad":"no"}')
  await says(/error sink tape of rule r2: a row was not written: Error without a message/)
  expect(server.unread('r2_tape_0_0_ack')).toEqual([])
})

test('state is kept when the rule stops and when the server starts the plugin anew', async () => {
  const child = plugin.start()
  await server.command(tape('start', { sendSingle: true }))
  await server.push(rows, '{"id":1}')
  await plugin.collected('tape', 1)
  expect(await server.command(tape('stop', { sendSingle: true }))).toBe('ok')
  await says(/aborted[\s\S]*closed/)
  child.kill('SIGKILL')
  await once(child, 'exit')
  plugin.start()
  await server.command(tape('start', { sendSingle: true }))
  expect(
    JSON.parse(await readFile(join(plugin.dataFolder, 'sink-tape/state.json'), 'utf8')),
  ).toEqual({
    'r1/tape_0': { count: 1 },
  })
})

test('a start of what runs goes on with it, another configuration starts it anew, stops may be unknown', async () => {
  plugin.start()
  const start = tape('start', { sendSingle: true })
  expect(await server.command(tape('stop'))).toBe('ok')
  expect(await server.command(start)).toBe('ok')
  expect(await server.command(start)).toBe('ok')
  await server.push(rows, '{"id":1}')
  await plugin.collected('tape', 1)
  expect(plugin.output().match(/opened/g)).toHaveLength(1)
  expect(await server.command(tape('start', { sendSingle: true, path: 'y' }))).toBe('ok')
  expect(plugin.output()).toMatch(/opened[\s\S]*closed[\s\S]*opened/)
})

test('a sink whose other side is away is opened again; meanwhile rows are refused or wait', async () => {
  plugin.start()
  const config = { wall: 'away', sendSingle: true }
  expect(await server.command(tape('start', { ...config, requireAck: true }))).toBe('ok')
  await server.push(rows, '{"id":1}')
  expect(await server.next(acks)).toBe('{"error":"the wall is away"}')
  const waiting = commandOf('sink', 'tape')
  expect(await server.command(waiting('start', config, 'r2'))).toBe('ok')
  await server.push('r2_tape_0_0', '{"id":2}')
  await writeFile(join(plugin.dataFolder, 'sink-tape/here'), '')
  const [first] = await plugin.collected('tape', 1)
  expect(first).toMatchObject({ data: { id: 2 } })
})

test('a source of bytes is decoded, with its configuration apart from the options of its stream', async () => {
  plugin.start()
  const config = { datasource: 'line/7', delimiter: '', format: 'json', key: '', gap: 1 }
  await server.command(commandOf('source', 'bytes')('start', config))
  const name = 'r1_bytes_0_0'
  expect(await server.next(name)).toBe('{"message":{"a":1},"meta":{"topic":"t"}}')
  expect(await server.next(name)).toBe('{"message":{"a":2},"meta":{"topic":"t"}}')
  expect(await server.next(name)).toBe('{"message":{"big":12345678901234567890},"meta":null}')
  expect(JSON.parse(await server.next(name))).toEqual({
    message: { given: ['line/7', { gap: 1 }], rule: 'r1', stream: 'bytes_0' },
    meta: null,
  })
  await says(/error source bytes of rule r1: a row was lost: /)
})

test('a fast source waits for the server and loses no row', async () => {
  plugin.start()
  await server.command(commandOf('source', 'fast')('start', {}))
  for (let n = 0; n < 20_000; n += 1) {
    const row = await server.next('r1_fast_0_0')
    if (n > 0 && n < 19_999) continue
    expect(row).toBe(
      `{"message":{"at":"1970-01-01T00:00:00Z","big":9007199254740993,"n":${String(n)}},"meta":null}`,
    )
  }
  await says('all sent')
})

test('a function has its state and log', async () => {
  plugin.start()
  await server.command(commandOf('func', 'counted')('start', undefined, ''))
  const call = async (ruleId: string, funcId: number): Promise<unknown> => {
    const context = JSON.stringify({ ruleId, opId: '2_project', instanceId: 0, funcId })
    const text = JSON.stringify({ func: 'Exec', arg: [1, 'a', context] })
    await server.send({ from: 'server', socket: 'func_counted', text })
    return JSON.parse(await server.next('func_counted'))
  }
  const answer = (n: number) => ({
    state: true,
    result: { n, args: [1, 'a'], at: '1970-01-01T00:00:00Z', big: 2 ** 60 },
  })
  expect(await call('r1', 0)).toEqual(answer(1))
  expect(await call('r1', 0)).toEqual(answer(2))
  expect(await call('r1', 1)).toEqual(answer(1))
  await says(/info function counted: rule r1: call 2/)
})

test('an unknown symbol and a command that is none are named', async () => {
  plugin.start()
  expect(await server.command(commandOf('sink', 'none')('start', {}))).toBe(
    'cannot start sink none of rule r1: the plugin has no sink none',
  )
  expect(await server.command(JSON.stringify({ cmd: 'jump', arg: '{}' }))).toMatch(
    /^cannot carry out a command: a command without symbolName/,
  )
})

test('an error that nothing catches ends the plugin and says so; a rejection does not end it', async () => {
  const child = plugin.start()
  await server.command(tape('start', { sendSingle: true }))
  await server.push(rows, '{"bad":"reject"}')
  await says(/error plugin peer: a promise was rejected and nothing handled it: left alone/)
  await server.push(rows, '{"bad":"die"}')
  const [code] = (await once(child, 'exit')) as [number]
  expect(code).toBe(1)
  expect(plugin.output()).toMatch(
    /error plugin peer: an error was not caught, so the plugin ends: out of nowhere/,
  )
})

test('the plugin ends with its server', async () => {
  const child = plugin.start()
  await server.command(tape('start', {}))
  await server.close()
  expect(await once(child, 'exit')).toEqual([0, null])
  expect(plugin.output()).toMatch(/closed/)
})

test('a socket file that a dead process left is no obstacle', async () => {
  const left = createServer()
  left.listen(join(plugin.socketFolder, `${rows}.ipc`))
  await once(left, 'listening')
  plugin.start()
  expect(await server.command(tape('start', {}))).toBe('ok')
  left.close()
})
