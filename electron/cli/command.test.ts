import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import mqtt from 'mqtt'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseRuleset, sampleDocument, writeProjectFiles } from '#engine/ruleset'
import { findMosquitto } from '#setup/mosquitto'
import { startMosquitto } from './testing/mosquitto.ts'
import type { Mosquitto } from './testing/mosquitto.ts'
import { sluice, sluiceWith } from './testing/sluice.ts'

/** The command as a user starts it, through its launcher, in processes of its own. */
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-cli-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const rule = (id: string, sql: string, ...actions: readonly object[]): Record<string, string> => ({
  [id]: JSON.stringify({ id, sql, actions: actions.length > 0 ? actions : [{ log: {} }] }),
})
let files = 0
async function writeRuleset(ruleset: object): Promise<string> {
  files += 1
  const file = join(folder, `rules-${files}.json`)
  await writeFile(file, JSON.stringify(ruleset))
  return file
}
const simulated = (data: readonly object[], settings: object = {}) => ({
  streams: {
    demo: 'CREATE STREAM demo () WITH (TYPE="simulator", CONF_KEY="demo", FORMAT="JSON")',
  },
  sourceConfig: {
    simulator: JSON.stringify({ demo: { data, interval: 5, loop: false, ...settings } }),
  },
})
const linesOf = (stdout: string): readonly Record<string, unknown>[] =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

describe('run', () => {
  test('prints every row of every action as one JSON line and ends with its sources', async () => {
    const file = await writeRuleset({
      ...simulated([{ t: 1, name: 'a\nb' }, { t: 50 }, { t: 60 }]),
      rules: {
        ...rule('hot', 'SELECT * FROM demo WHERE t > 40', { log: {} }, { nop: {} }),
        ...rule('all', 'SELECT t * 2 AS d FROM demo', { memory: { topic: 'x' } }),
      },
    })
    const run = sluice('run', file)
    expect(await run.ended, run.stderr()).toBe(0)
    const lines = linesOf(run.stdout())
    for (const line of lines) {
      expect(Object.keys(line)).toEqual(['rule', 'action', 'at', 'row'])
      expect(line['at']).toBeGreaterThan(1_700_000_000_000)
    }
    const rows = (id: string, action: number): readonly unknown[] =>
      lines.filter((line) => line['rule'] === id && line['action'] === action).map((l) => l['row'])
    expect(rows('hot', 0)).toEqual([{ t: 50 }, { t: 60 }])
    expect(rows('all', 0)).toEqual([{ d: 2 }, { d: 100 }, { d: 120 }])
  })

  test('says that a window is not sent when its source ends, as in eKuiper', async () => {
    const file = await writeRuleset({
      ...simulated([{ t: 1 }]),
      rules: rule('all', 'SELECT t FROM demo GROUP BY COUNTWINDOW(2)'),
    })
    const run = sluice('run', file)
    expect([await run.ended, run.stdout()]).toEqual([0, ''])
    expect(run.stderr()).toContain(
      'rule/all: a source has ended: rows that still wait for a window to end are not sent',
    )
  })

  test('ends after --for with 0', async () => {
    const file = await writeRuleset({
      ...simulated([{ t: 1 }], { loop: true }),
      rules: rule('all', 'SELECT * FROM demo'),
    })
    const run = sluice('run', file, '--for', '200ms')
    expect(await run.ended, run.stderr()).toBe(0)
    expect(linesOf(run.stdout()).length).toBeGreaterThan(1)
  })

  test('stops at once with Ctrl-C', async () => {
    const file = await writeRuleset({
      ...simulated([{ t: 1 }], { loop: true }),
      rules: rule('all', 'SELECT * FROM demo'),
    })
    const run = sluice('run', file)
    await run.says('"row":{"t":1}')
    run.signal('SIGINT')
    expect(await run.ended).toBe(130)
  })

  test('says at its end what was dropped, and why', async () => {
    const file = await writeRuleset({
      ...simulated([{ t: 1 }, { t: 2 }, { t: 3 }]),
      rules: rule('all', 'SELECT * FROM demo', { rest: { url: 'http://127.0.0.1:1/' } }),
    })
    const run = sluice('run', file)
    await run.ended
    expect(run.stderr()).toContain('action/all/0: 3 rows dropped: 3 sink not reached\n')
  })

  test('counts what still waited when it stopped', async () => {
    const file = await writeRuleset({
      ...simulated([{ t: 1 }, { t: 2 }, { t: 3 }]),
      rules: rule('all', 'SELECT * FROM demo', {
        rest: { url: 'http://127.0.0.1:1/', resendInterval: 60_000 },
      }),
    })
    const run = sluice('run', file, '--for', '1s')
    await run.ended
    expect(run.stderr()).toContain('action/all/0: 3 rows dropped: 3 lost at stop\n')
  })

  test('prints JSON messages of an earlier run as rows, and counts others', async () => {
    const server = createServer(
      (request, response) => void request.resume().on('end', () => response.end()),
    )
    const listen = (port: number) =>
      new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    const close = () => new Promise((resolve) => server.close(resolve))
    await listen(0)
    const { port } = server.address() as AddressInfo
    await close()
    const sent = (settings: object) => ({
      rest: { url: `http://127.0.0.1:${port}/`, method: 'POST', enableCache: true, ...settings },
    })
    const file = await writeRuleset({
      ...simulated([{ t: 1 }, { t: 2 }]),
      rules: rule('all', 'SELECT * FROM demo', sent({}), sent({ compression: 'gzip' })),
    })
    const state = join(folder, 'state-of-two-runs')
    await sluice('run', file, '--state', state, '--for', '1s').ended
    await listen(port)
    const run = sluice('run', file, '--state', state)
    expect(await run.ended, run.stderr()).toBe(0)
    await close()
    const rows = (action: number) =>
      linesOf(run.stdout()).flatMap((line) => (line['action'] === action ? [line['row']] : []))
    expect(rows(0)).toEqual([{ t: 1 }, { t: 2 }, { t: 1 }, { t: 2 }])
    expect(rows(1)).toEqual([{ t: 1 }, { t: 2 }])
    expect(run.stderr()).toContain('action/all/1: 2 messages sent without a row to print')
    expect(run.stderr()).not.toContain('action/all/0: 2')
  })

  test('a broker that cannot be reached is named, and the code is not 0', async () => {
    const file = await writeRuleset({
      streams: { demo: 'CREATE STREAM demo () WITH (TYPE="mqtt", DATASOURCE="a", CONF_KEY="p")' },
      rules: rule('all', 'SELECT * FROM demo'),
      sourceConfig: { mqtt: '{"p": {"server": "tcp://127.0.0.1:1"}}' },
    })
    const run = sluice('run', file, '--for', '300ms')
    expect(await run.ended).toBe(1)
    expect(run.stderr()).toContain('127.0.0.1:1')
    expect(run.stdout()).toBe('')
  })

  test('broken SQL starts nothing', async () => {
    const file = await writeRuleset({
      ...simulated([{ t: 1 }]),
      rules: { ...rule('good', 'SELECT * FROM demo'), ...rule('bad', 'SELECT t,\n  FROM demo') },
    })
    const run = sluice('run', file)
    expect(await run.ended).toBe(1)
    expect(run.stdout()).toBe('')
    expect(run.stderr()).toMatch(/rules-\d+\.json: rule\/bad\/sql:2:3: error SQL\d+: /)
  })
})

const program = findMosquitto()
describe.skipIf(program === undefined)('run on a real Mosquitto (setup installs it)', () => {
  let broker: Mosquitto
  beforeAll(async () => {
    broker = await startMosquitto(program ?? '')
  })
  afterAll(() => broker.close())

  test('reads and writes topics, with the server of a connection', async () => {
    const file = await writeRuleset({
      streams: {
        demo: 'CREATE STREAM demo () WITH (TYPE="mqtt", DATASOURCE="in/+", CONF_KEY="plant", FORMAT="JSON")',
      },
      rules: rule('hot', 'SELECT t, meta(topic) AS topic FROM demo WHERE t > 40', {
        mqtt: { connectionSelector: 'mqtt.broker', topic: 'out/{{.t}}', sendSingle: true },
      }),
      sourceConfig: { mqtt: '{"plant": {"connectionSelector": "mqtt.broker", "qos": 1}}' },
      connectionConfig: { mqtt: JSON.stringify({ broker: { server: broker.url } }) },
    })
    const outside = await mqtt.connectAsync(broker.url.replace('tcp', 'mqtt'))
    await outside.subscribeAsync('out/#')
    const received = new Promise<string>((resolve) =>
      outside.on('message', (topic, payload) => resolve(`${topic} ${payload.toString()}`)),
    )
    const run = sluice('run', file)
    // Retained, so that it does not matter who is first.
    await outside.publishAsync('in/a', '{"t": 41.5}', { qos: 1, retain: true })
    await outside.publishAsync('in/b', '{"t": 1}', { qos: 1, retain: true })
    await run.says('"row"')
    expect(linesOf(run.stdout())).toMatchObject([
      { rule: 'hot', action: 0, row: { t: 41.5, topic: 'in/a' } },
    ])
    expect(await received).toBe('out/41.5 {"t":41.5,"topic":"in/a"}')
    run.signal('SIGINT')
    expect(await run.ended).toBe(130)
    await outside.endAsync(true)
  })
})

describe('validate', () => {
  test('a ruleset without errors', async () => {
    const file = await writeRuleset({
      ...simulated([{ t: 1 }]),
      rules: rule('all', 'SELECT * FROM demo'),
    })
    const check = sluice('validate', file)
    expect(await check.ended, check.stderr()).toBe(0)
    expect(check.stderr()).toContain('1 rule, 1 stream or table, no errors')
  })

  test('every mistake with file, place, code and hint', async () => {
    const file = await writeRuleset({
      ...simulated([{ t: 1 }]),
      rules: {
        ...rule('one', 'SELECT t FORM demo'),
        ...rule('two', 'SELECT nosuch(t) FROM demo', { nosink: {} }),
      },
    })
    const check = sluice('validate', file)
    expect(await check.ended).toBe(1)
    const text = check.stderr()
    expect(text).toMatch(/rule\/one\/sql:1:10: error SQL\d+: .*FORM.*\n {4}Did you mean FROM/)
    expect(text).toMatch(/rule\/two\/sql:1:8: error SQL\d+: .*nosuch/)
    expect(text).toMatch(/action\/two\/0: error CFG\d+: .*nosink/)
    expect(text).toContain('3 errors')
  })

  test('plugin folders must be there', async () => {
    const file = await writeRuleset({
      ...simulated([{ t: 1 }]),
      rules: rule('all', 'SELECT * FROM demo'),
    })
    const missing = join(folder, 'nope')
    const check = sluice('validate', file, '--plugins', missing)
    expect(await check.ended).toBe(1)
    expect(check.stderr()).toBe(`--plugins ${missing}: there is no such folder\n`)
  })

  test('functions of plugins are known to validate and explain, and unknown without the folder', async () => {
    const file = await writeRuleset({
      ...simulated([{ t: 1 }]),
      rules: rule('warm', 'SELECT celsius(t) AS c FROM demo'),
    })
    const examples = join(import.meta.dirname, '../../docs/examples/plugins')
    const check = sluice('validate', file, '--plugins', examples)
    expect(await check.ended, check.stderr()).toBe(0)
    const plan = sluice('explain', file, '--plugins', examples)
    expect(await plan.ended, plan.stderr()).toBe(0)
    expect(plan.stdout()).toContain('celsius')
    const without = sluice('validate', file)
    expect(await without.ended).toBe(1)
    expect(without.stderr()).toContain('there is no function celsius')
  })

  test('functions of a portable plugin are known to validate, explain and run', async () => {
    const name = `acme${String(process.pid)}`
    const fn = `times${String(process.pid)}`
    const plugins = join(folder, 'portable-plugins')
    await cp(
      join(import.meta.dirname, '../host/portable/test-plugin/acme.mjs'),
      join(plugins, 'portable', name, 'acme.mjs'),
    )
    await writeFile(
      join(plugins, 'portable', name, `${name}.json`),
      JSON.stringify({ version: '1.0.0', language: 'go', executable: 'acme.mjs', functions: [fn] }),
    )
    const file = await writeRuleset({
      ...simulated([{ t: 4 }]),
      rules: rule('scaled', `SELECT ${fn}(t, 10) AS r FROM demo`),
    })
    const withPlugin = [file, '--plugins', plugins]
    const named = { ...process.env, ACME_NAME: `plugin_${name}` }
    const check = sluiceWith(named, 'validate', ...withPlugin)
    expect(await check.ended, check.stderr()).toBe(0)
    const plan = sluiceWith(named, 'explain', ...withPlugin)
    expect(await plan.ended, plan.stderr()).toBe(0)
    expect(plan.stdout()).toContain(fn)
    const run = sluiceWith(named, 'run', ...withPlugin)
    expect(await run.ended, run.stderr()).toBe(0)
    expect(linesOf(run.stdout())).toMatchObject([{ row: { r: 40 } }])
  })

  const cases = [
    { title: 'no file', content: undefined, says: 'there is no such file or folder' },
    { title: 'no JSON', content: '{"streams": ', says: 'is not valid JSON' },
    { title: 'JSON of something else', content: '{"a": 1}', says: 'found the keys a' },
    {
      title: 'connections that are no JSON',
      content: '{"streams": {}, "rules": {}, "connectionConfig": {"mqtt": "{"}}',
      says: 'the connectionConfig of "mqtt" is not valid JSON',
    },
  ]
  for (const { title, content, says } of cases) {
    test(`a file that cannot be used: ${title}`, async () => {
      files += 1
      const file = join(folder, `foreign-${files}.json`)
      if (content !== undefined) await writeFile(file, content)
      const check = sluice('validate', file)
      expect(await check.ended).toBe(1)
      expect(check.stderr()).toContain(says)
    })
  }
})

describe('projects', () => {
  async function writeProject(): Promise<string> {
    files += 1
    const project = join(folder, `project-${files}`)
    await mkdir(project)
    for (const [name, text] of writeProjectFiles(sampleDocument)) {
      await writeFile(join(project, name), text)
    }
    return project
  }

  test('export prints the ruleset that eKuiper takes', async () => {
    const exported = sluice('export', await writeProject())
    expect(await exported.ended, exported.stderr()).toBe(0)
    const { ruleset, diagnostics } = parseRuleset(exported.stdout())
    expect(diagnostics).toEqual([])
    expect(Object.keys(ruleset?.rules ?? {}).sort()).toEqual(['device_average', 'too_hot'])
    expect(Object.keys(ruleset?.streams ?? {})).toEqual(['telemetry'])
    expect(exported.stdout()).not.toContain('embedded')
  })

  test('export of a file asks for a folder', async () => {
    const exported = sluice('export', await writeRuleset({ streams: {}, rules: {} }))
    expect(await exported.ended).toBe(1)
    expect(exported.stderr()).toMatch(/rules-\d+\.json: this is a file; name the folder/)
  })

  test('a project on the built-in broker runs on the default server and says so', async () => {
    const run = sluice('run', await writeProject(), '--for', '100ms')
    await run.ended
    expect(run.stderr()).toContain('connecting to tcp://127.0.0.1:1883 instead')
  })

  test('a corrupt project file is named with its place', async () => {
    const project = await writeProject()
    await writeFile(join(project, 'too_hot.rule.json'), '{\n  "id": ')
    const exported = sluice('export', project)
    expect(await exported.ended).toBe(1)
    expect(exported.stdout()).toBe('')
    expect(exported.stderr()).toMatch(/too_hot\.rule\.json.*line 2/)
  })
})

test('help goes to stdout, mistakes go to stderr with code 2', async () => {
  const help = sluice('--help')
  expect(await help.ended).toBe(0)
  expect(help.stdout()).toContain('sluice run FILE')
  const mistake = sluice('fly')
  expect(await mistake.ended).toBe(2)
  expect(mistake.stdout()).toBe('')
})
