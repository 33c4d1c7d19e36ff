import { expect, test, vi } from 'vitest'
import { createRecord } from '#engine/api'
import type { FormatDefinition, FormatSettings, RecordValue } from '#engine/api'
import { builtinNames } from './builtin-names.ts'
import type { UserPlugins } from './index.ts'
import { createPlugin } from './scaffold/create-plugin.ts'
import { createFolder, startRules } from './testing/plugin-folder.ts'

const settings: FormatSettings = { delimiter: '', hasHeader: false, fields: [], properties: {} }
const row = (values: Readonly<Record<string, unknown>>): RecordValue =>
  Object.assign(createRecord(), values)
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const text = (payload: Uint8Array | undefined): string => new TextDecoder().decode(payload)

function formatOf(plugins: UserPlugins): FormatDefinition {
  const [component] = plugins.plugins().flatMap(({ components }) => components)
  if (component?.kind !== 'format') throw new Error(JSON.stringify(plugins.problems()))
  return component
}

async function open(code: string, limits = {}) {
  const folder = await createFolder({ 'formats/pairs.mjs': code })
  const plugins = await folder.open({ limits })
  const format = formatOf(plugins)
  return {
    folder,
    plugins,
    format,
    encode: format.createEncoder?.(settings),
    decode: format.createDecoder?.(settings),
  }
}

test('the format that is made reads and writes rows', async () => {
  const folder = await createFolder()
  await createPlugin('format', 'my-format', folder.folder)
  const format = formatOf(await folder.open())
  expect(format).toMatchObject({
    type: 'myformat',
    needsSchema: false,
    summary: 'Lines of name=value; rows have an empty line between them.',
  })
  const encode = format.createEncoder?.(settings)
  expect(text(encode?.([row({ a: 1n, b: 'x' }), row({ a: 2.5 })]))).toBe('a=1\nb=x\n\na=2.5\n')
  const decode = format.createDecoder?.(settings)
  expect(decode?.(bytes('a=1\nb=x'))).toEqual(row({ a: 1, b: 'x' }))
  expect(decode?.(bytes('a=1\n\na=2'))).toEqual([row({ a: 1 }), row({ a: 2 })])
  expect(() => decode?.(bytes('nothing'))).toThrow(/line 1 is "nothing".*myFormat\/index\.mjs:\d+/)
})

test.each([
  ['only written', 'export const pairs = { encode: () => "x" }', [true, false]],
  ['only read', 'export class Pairs { decode() { return {} } }', [false, true]],
  ['made by a function', 'export const Pairs = () => ({ encode() {}, decode() {} })', [true, true]],
])('a format may be %s', async (_, code, expected) => {
  const { encode, decode } = await open(code.replace('const pairs', 'const Pairs'))
  expect([encode !== undefined, decode !== undefined]).toEqual(expected)
})

test('each stream and action has an instance with its own settings', async () => {
  const { format } = await open(`export class Pairs {
    configure(settings) { this.settings = settings; this.n = 0 }
    encode() { this.n += 1; return JSON.stringify([this.n, this.settings.properties, this.settings.schema?.message]) }
  }`)
  const schema = { file: 'a', message: 'M', text: '', files: {} }
  const first = format.createEncoder?.({ ...settings, properties: { x: 1 }, schema })
  const second = format.createEncoder?.(settings)
  expect([first, first, second].map((encode) => text(encode?.(row({}))))).toEqual([
    '[1,{"x":1},"M"]',
    '[2,{"x":1},"M"]',
    '[1,{},null]',
  ])
})

test('settings that cannot work are refused at their property', async () => {
  const { format } = await open(
    `import { ConfigurationError } from 'sluice'
    let made = 0
    export class Pairs {
      configure({ delimiter }) {
        if (delimiter === '') return
        if (delimiter === 'p') throw new ConfigurationError('delimiter', 'is p')
        throw new Error('not that one')
      }
      encode() {}
    }`,
  )
  const refused = (delimiter: string) => () => format.createEncoder?.({ ...settings, delimiter })
  expect(refused('p')).toThrow(expect.objectContaining({ property: 'delimiter' }))
  expect(refused('x')).toThrow(
    expect.objectContaining({
      property: 'format',
      message: expect.stringMatching(/not that one \(.*pairs\.mjs:7\)/) as string,
    }),
  )
})

test.each([
  ['encode', 'encode() { return 5 }', /encode gave number; it may give bytes/],
  ['encode', 'encode() {}', /encode gave undefined/],
  ['decode', 'decode() { return 5 }', /the row is a number and no object/],
  ['decode', 'decode() { return [{}, { a: new Map() }] }', /\[1\]\.a is a Map/],
  ['decode', 'decode() { for (;;) ; }', /a call took over 0\.3 s/],
  ['decode', 'decode() { process.exit(4) }', /it called process\.exit\(4\)/],
] as const)('%s with %s loses its message with a reason', async (way, body, reason) => {
  const { encode, decode } = await open(`export class Pairs { ${body} }`, { callMs: 300 })
  expect(() => (way === 'encode' ? encode?.(row({})) : decode?.(bytes('x')))).toThrow(reason)
})

test('a format that was stopped is back soon, configured as before', async () => {
  const { decode } = await open(
    `export class Pairs {
      configure({ fields }) { this.ready = fields.length === 0 }
      decode(payload) { if (payload.length === 0) for (;;) ; return { ready: this.ready } }
    }`,
    { callMs: 300 },
  )
  expect(() => decode?.(bytes(''))).toThrow(/a call took over/)
  await vi.waitFor(() => expect(decode?.(bytes('x'))).toEqual(row({ ready: true })), {
    timeout: 10_000,
  })
})

test('new code is used from the next message on; a bad version leaves the old one', async () => {
  const { encode, folder, plugins } = await open(`export class Pairs { encode() { return 'old' } }`)
  expect(text(encode?.(row({})))).toBe('old')
  await folder.write('formats/pairs.mjs', `export class Pairs { encode() { return 'new' } }`)
  await plugins.reload()
  expect(text(encode?.(row({})))).toBe('new')
  await folder.write('formats/pairs.mjs', 'export class Pairs { endcode() {} }')
  await plugins.reload()
  expect(text(encode?.(row({})))).toBe('new')
  expect(plugins.problems()).toMatchObject([
    {
      message: expect.stringMatching(
        /"Pairs" has neither a method encode nor decode; .*; the version before it goes on/,
      ) as string,
    },
  ])
})

test.each(['formats/Json.mjs', 'formats/JSON.mjs', 'formats/urlencoded.ts'])(
  '%s is built in',
  async (file) => {
    const folder = await createFolder({ [file]: 'export const Json = { encode() {} }' })
    const plugins = await folder.open({ taken: builtinNames() })
    expect(plugins.problems()).toMatchObject([
      { message: expect.stringMatching(/is built in; give yours another name/) as string },
    ])
  },
)

test('a stream is read and an action written in a format of a plugin; a bad payload is counted', async () => {
  const folder = await createFolder({
    'sources/raw.mjs': `export class Raw {
      static emits = 'bytes'
      configure() {}
      open(ctx) { for (const text of ['id=a\\nt=1', 'broken', 'id=b\\nt=2']) ctx.emit(text) }
      close() {}
    }`,
    'sinks/keep.mjs': `export class Keep {
      static accepts = 'bytes'
      configure() {}
      open() {}
      collect(ctx, bytes) { ctx.logger.info(JSON.stringify(new TextDecoder().decode(bytes))) }
      close() {}
    }`,
  })
  await createPlugin('format', 'pairs', folder.folder)
  const rules = await startRules(await folder.open(), [
    {
      type: 'raw',
      format: 'pairs',
      rows: [],
      sql: 'SELECT id, t * 10 AS t FROM stream',
      actions: [{ keep: { format: 'PAIRS', sendSingle: true } }],
    },
  ])
  await rules.until('action/r0/0', ({ rowsOut }) => rowsOut === 2)
  expect(
    rules.log.filter(({ node }) => node === 'action/r0/0').map(({ message }) => message),
  ).toEqual([String.raw`"id=a\nt=10\n"`, String.raw`"id=b\nt=20\n"`])
  expect(rules.status('stream/s_r0')).toMatchObject({ rowsOut: 2, errors: 1 })
})
