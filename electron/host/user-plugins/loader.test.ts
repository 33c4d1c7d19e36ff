import { expect, test } from 'vitest'
import { z } from '#engine/api'
import { createFolder, startRules } from './testing/plugin-folder.ts'

/** Body of a sink that does nothing. */
const methods = 'configure() {} open() {} collect() {} close() {}'
const object = '{ configure() {}, open() {}, collect() {}, close() {} }'
const good = { 'sinks/Good.mjs': `export class Good { ${methods} }` }

const exportForms: readonly (readonly [string, string, string])[] = [
  ['a class', 'sinks/MySink.mjs', `export class MySink { ${methods} }`],
  ['a function', 'sinks/MySink.js', `export function MySink() { return ${object} }`],
  ['an arrow function', 'sinks/MySink.mjs', `export const MySink = () => (${object})`],
  ['an instance', 'sinks/MySink.mjs', `export const MySink = ${object}`],
  ['a default export', 'sinks/MySink.mjs', `export default class { ${methods} }`],
  ['a CommonJS class', 'sinks/MySink.cjs', `module.exports = class { ${methods} }`],
  ['a CommonJS name', 'sinks/MySink.cjs', `exports.MySink = class { ${methods} }`],
  [
    'a constructor of the old kind',
    'sinks/MySink.cjs',
    `function MySink() {} Object.assign(MySink.prototype, ${object}); module.exports = MySink`,
  ],
  [
    'TypeScript',
    'sinks/MySink.ts',
    `import type { Sink } from 'sluice'\nexport class MySink implements Sink { private n: number = 0; ${methods} }`,
  ],
  ['a folder with an index', 'sinks/mySink/index.ts', `export class MySink { ${methods} }`],
]
test.each(exportForms)('%s is a sink', async (_, path, code) => {
  const plugins = await (await createFolder({ [path]: code })).open()
  expect(plugins.problems()).toEqual([])
  expect(plugins.list()).toMatchObject([{ id: 'sink mySink', state: 'ready' }])
})

test('a folder with a package.json takes its entry, version and description from there', async () => {
  const folder = await createFolder({
    'sinks/mySink/package.json': JSON.stringify({
      version: '1.2.0',
      description: 'Writes somewhere',
      main: 'lib/start.cjs',
      sluice: { apiVersion: 1, icon: 'database' },
    }),
    'sinks/mySink/lib/start.cjs': `exports.MySink = class { ${methods} }`,
    'sinks/mySink/README.md': '# Mine',
  })
  const plugins = await folder.open()
  expect(plugins.problems()).toEqual([])
  expect(plugins.list()).toMatchObject([{ version: '1.2.0', readme: '# Mine' }])
  const [component] = plugins.plugins().flatMap(({ components }) => components)
  expect(component).toMatchObject({
    type: 'mySink',
    summary: 'Writes somewhere.',
    icon: 'database',
  })
})

const badPlugins: readonly (readonly [string, string, string, RegExp, RegExp])[] = [
  [
    'a syntax error',
    'sinks/Bad.ts',
    'export class Bad {\n  collect) {}\n}',
    /Bad\.ts:2:\d+$/,
    /Expected/,
  ],
  [
    'a missing import',
    'sinks/Bad.mjs',
    "\nimport x from 'not-there'",
    /Bad\.mjs:2:\d+$/,
    /Could not resolve "not-there"/,
  ],
  [
    'a missing export',
    'sinks/Bad.mjs',
    'export class Other {}',
    /Bad\.mjs$/,
    /the export "Bad" is missing \(it exports Other\); export a class/,
  ],
  ['no export at all', 'sinks/Bad.mjs', 'const x = 1', /Bad\.mjs$/, /it exports nothing/],
  [
    'an export of the wrong kind',
    'sinks/Bad.mjs',
    'export const Bad = 5',
    /Bad\.mjs$/,
    /"Bad" is a number; export a class, a function or an object/,
  ],
  [
    'missing methods',
    'sinks/Bad.mjs',
    'export const Bad = { open() {}, collect() {} }',
    /Bad\.mjs$/,
    /"Bad" has no method configure, close; a sink has configure, open, collect, close/,
  ],
  [
    'a wrong API version',
    'sinks/Bad.mjs',
    `export const apiVersion = 7; export class Bad { ${methods} }`,
    /Bad\.mjs/,
    /made for version 7 of the plugin API; this Sluice has version 1/,
  ],
  [
    'a module that throws',
    'sinks/Bad.mjs',
    "\n\nthrow new Error('broken')",
    /Bad\.mjs:3$/,
    /broken/,
  ],
  [
    'a schema that is none',
    'sinks/Bad.mjs',
    `export const properties = 5; export class Bad { ${methods} }`,
    /Bad\.mjs/,
    /the export "properties" is a number; make it with z.object/,
  ],
  [
    'a schema of no object',
    'sinks/Bad.mjs',
    `export const properties = { type: 'string' }; export class Bad { ${methods} }`,
    /Bad\.mjs/,
    /no schema of an object/,
  ],
  [
    'a schema that cannot be read',
    'sinks/Bad.mjs',
    `export const properties = { type: 'object', properties: { a: { type: 'strange' } } }; export class Bad { ${methods} }`,
    /Bad\.mjs$/,
    /its schema cannot be used: .*strange/,
  ],
  [
    'an unknown kind of data',
    'sinks/Bad.mjs',
    `export class Bad { static accepts = 'xml'; ${methods} }`,
    /Bad\.mjs/,
    /accepts is "xml"; it may be 'rows' or 'bytes'/,
  ],
  [
    'an empty folder',
    'sinks/bad/notes.txt',
    '',
    /sinks\/bad$/,
    /neither an index file nor a package.json/,
  ],
  [
    'a module that ends the process',
    'sinks/Bad.mjs',
    'process.exit(3)',
    /Bad\.mjs/,
    /it called process.exit\(3\)/,
  ],
]
test.each(badPlugins)(
  '%s is reported at its place and harms nothing else',
  async (_, path, code, place, message) => {
    const plugins = await (await createFolder({ ...good, [path]: code })).open()
    const [problem, ...others] = plugins.problems()
    expect(others).toEqual([])
    expect(problem?.file).toMatch(place)
    expect(problem?.message).toMatch(message)
    expect(plugins.plugins().map(({ id }) => id)).toEqual(['user.sink.good'])
  },
)

test('metadata that is not JSON is reported with its file', async () => {
  const plugins = await (
    await createFolder({ ...good, 'sinks/good.json': '{ "properties": [' })
  ).open()
  expect(plugins.problems()).toMatchObject([
    { message: expect.stringMatching(/sinks\/good\.json: it is not JSON/) as string },
  ])
})

test('of two plugins with one name the first is used and the second reported', async () => {
  const first = await createFolder(good)
  const second = await createFolder({ 'sinks/good/index.mjs': `export class Good { ${methods} }` })
  const plugins = await first.open({ folders: [first.folder, second.folder] })
  expect(plugins.list().map(({ path }) => path)).toEqual([`${first.folder}/sinks/Good.mjs`])
  expect(plugins.problems()).toEqual([
    {
      file: `${second.folder}/sinks/good`,
      message: `the sink "good" is already provided by ${first.folder}/sinks/Good.mjs; rename one of them`,
    },
  ])
})

test.each([
  [
    'a zod object',
    "import { z } from 'sluice'\nexport const properties = z.object({ path: z.string().meta({ title: 'Path', group: 'Target' }), n: z.number().default(5) })",
  ],
  [
    'JSON Schema',
    "export const properties = { type: 'object', properties: { path: { type: 'string', title: 'Path', group: 'Target' }, n: { type: 'number', default: 5 } }, required: ['path'] }",
  ],
])('the form takes %s', async (_, schema) => {
  const code = `${schema}\nexport class MySink { ${methods} }`
  const plugins = await (await createFolder({ 'sinks/MySink.ts': code })).open()
  expect(plugins.problems()).toEqual([])
  const [component] = plugins.plugins().flatMap(({ components }) => components)
  expect(component?.properties.safeParse({}).success).toBe(false)
  expect(component?.properties.parse({ path: 'a' })).toEqual({ path: 'a', n: 5 })
  const form = z.toJSONSchema(component?.properties ?? z.never())
  expect(form.properties?.['path']).toMatchObject({ title: 'Path', group: 'Target' })
})

test('the form takes metadata in the form of eKuiper beside the plugin, and keeps other keys', async () => {
  const plugins = await (
    await createFolder({
      'sinks/MySink.mjs': `export class MySink { ${methods} }`,
      'sinks/mySink.json': JSON.stringify({
        about: { description: { en_US: 'Writes rows to a file' } },
        node: { label: { en: 'My file' } },
        properties: [
          {
            name: 'path',
            type: 'string',
            optional: false,
            control: 'text',
            label: { en_US: 'Path' },
          },
        ],
      }),
    })
  ).open()
  expect(plugins.problems()).toEqual([])
  const [component] = plugins.plugins().flatMap(({ components }) => components)
  expect(component).toMatchObject({ title: 'My file', summary: 'Writes rows to a file.' })
  expect(component?.properties.safeParse({}).success).toBe(false)
  expect(component?.properties.parse({ path: 'a', more: 1 })).toEqual({ path: 'a', more: 1 })
})

test('without a schema any keys and values are taken', async () => {
  const plugins = await (await createFolder(good)).open()
  const [component] = plugins.plugins().flatMap(({ components }) => components)
  expect(component?.properties.parse({ any: [1] })).toEqual({ any: [1] })
})

const failing: readonly (readonly [string, string, RegExp])[] = [
  [
    'a constructor that throws',
    "constructor() { throw new Error('no disk') } configure() {} open() {}",
    /^no disk \(.*\/Bad\.mjs:2\)$/,
  ],
  [
    'configure that throws',
    "configure() { throw new Error('no disk') } open() {}",
    /^no disk \(.*\/Bad\.mjs:2\)$/,
  ],
  [
    'open that throws',
    "configure() {} async open() { throw new Error('no disk') }",
    /^no disk \(.*\/Bad\.mjs:2\)$/,
  ],
  [
    'an open that throws nothing to read',
    'configure() {} open() { throw undefined }',
    /^it failed without saying why$/,
  ],
  [
    'a field that asks for bytes',
    "accepts = 'bytes'; configure() {} open() {}",
    /^"Bad" says accepts = 'bytes' too late: write static accepts = 'bytes'/,
  ],
]
test.each(failing)('%s fails its node and says why', async (_, code, message) => {
  const folder = await createFolder({
    ...good,
    'sinks/Bad.mjs': `export class Bad {\n  ${code} collect() {} close() {}\n}`,
  })
  const rules = await startRules(await folder.open(), [
    { rows: [{ a: 1 }], actions: [{ bad: {} }, { good: {} }] },
  ])
  const { message: shown } = await rules.until('action/r0/0', ({ state }) => state === 'failed')
  expect(shown).toMatch(message)
  await rules.until('action/r0/1', ({ rowsOut }) => rowsOut === 1)
})

test('an error of configure names the property it is about', async () => {
  const folder = await createFolder({
    'sinks/Bad.mjs': `import { ConfigurationError } from 'sluice'
export class Bad { configure() { throw new ConfigurationError('path', 'is no folder') } open() {} collect() {} close() {} }`,
  })
  const rules = await startRules(await folder.open(), [
    { rows: [{ a: 1 }], actions: [{ bad: {} }] },
  ])
  const { message } = await rules.until('action/r0/0', ({ state }) => state === 'failed')
  expect(message).toMatch(/^path: is no folder/)
})

test('a line of the log shows all that was given', async () => {
  const code = `export class Talker {
  configure() {} close() {}
  open(ctx) { this.ctx = ctx }
  collect(ctx, data) { ctx.logger.info('got', data, 7n, 'end') }
}`
  const plugins = await (await createFolder({ 'sinks/Talker.mjs': code })).open()
  const actions = [{ talker: { sendSingle: true } }]
  const run = await startRules(plugins, [{ rows: [{ a: { b: 1 } }], actions }])
  await run.until('action/r0/0', ({ rowsOut }) => rowsOut === 1)
  expect(run.log.map(({ message }) => message)).toContain('got {"a":{"b":1}} 7 end')
})
