import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import mqtt from 'mqtt'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findMosquitto } from '#setup/mosquitto'
import { startMosquitto } from './testing/mosquitto.ts'
import type { Mosquitto } from './testing/mosquitto.ts'
import { sluice } from './testing/sluice.ts'

/** Protocol Buffers as a user runs them: a project folder, and a rule file with a folder of schemas. */
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-schemas-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const reading =
  'syntax = "proto3";\npackage plant;\nmessage Reading { string unit = 1; double flow = 2; }\n'
const alarm = 'syntax = "proto3"; message Alarm { string unit = 1; int64 level = 2; }'

const stream =
  'CREATE STREAM readings () WITH (DATASOURCE="in", FORMAT="protobuf", SCHEMAID="reading.plant.Reading", CONF_KEY="c")'

function ruleOf(schemaId: string): { id: string; sql: string; actions: readonly object[] } {
  const action = { topic: 'out', format: 'protobuf', schemaId, sendSingle: true }
  return {
    id: 'high',
    sql: 'SELECT unit, ceil(flow) AS level FROM readings WHERE flow > 1',
    actions: [{ mqtt: { server: 'tcp://127.0.0.1:1883', ...action } }],
  }
}

async function writeProject(
  name: string,
  server: string,
  schemaId = 'alarm.Alarm',
): Promise<string> {
  const project = join(folder, name)
  await mkdir(join(project, 'schemas'), { recursive: true })
  const rule = ruleOf(schemaId)
  const actions = rule.actions.map((action) => {
    const { mqtt: properties } = action as { mqtt: object }
    return { mqtt: { ...properties, server } }
  })
  const files: Record<string, string> = {
    'readings.stream.sql': stream,
    'high.rule.json': JSON.stringify({ ...rule, actions }),
    'sources.json': JSON.stringify({ mqtt: { c: { server } } }),
    'schemas/reading.proto': reading,
    'schemas/alarm.proto': alarm,
  }
  for (const [file, text] of Object.entries(files)) await writeFile(join(project, file), text)
  return project
}

test('validate reads the schemas of a project', async () => {
  const good = sluice('validate', await writeProject('good', 'tcp://127.0.0.1:1883'))
  expect(await good.ended, good.stderr()).toBe(0)
  const bad = await writeProject('bad', 'tcp://127.0.0.1:1883', 'alarm.Alert')
  await writeFile(
    join(bad, 'schemas', 'reading.proto'),
    'syntax = "proto3";\nmessage R { int32 x }',
  )
  const check = sluice('validate', bad)
  expect(await check.ended).toBe(1)
  expect(check.stderr()).toContain('stream/readings/schemaId')
  expect(check.stderr()).toContain("reading.proto:2:21: illegal token '}', '=' expected")
  expect(check.stderr()).toContain(
    'action/high/0/schemaId: error CFG5004: message type Alert not found in schema file alarm.proto; it declares Alarm',
  )
})

test('validate takes schemas of a folder beside a rule file', async () => {
  const project = await writeProject('beside', 'tcp://127.0.0.1:1883')
  const file = join(folder, 'rules.json')
  const rule = JSON.stringify(ruleOf('alarm.Alarm'))
  await writeFile(
    file,
    JSON.stringify({ streams: { readings: stream }, tables: {}, rules: { high: rule } }),
  )
  const without = sluice('validate', file)
  expect(await without.ended).toBe(1)
  expect(without.stderr()).toContain('schema type protobuf id reading not found in registry')
  const beside = sluice('validate', file, '--schemas', join(project, 'schemas'))
  expect(await beside.ended, beside.stderr()).toBe(0)
  const nowhere = sluice('validate', file, '--schemas', join(folder, 'nowhere'))
  expect(await nowhere.ended).toBe(1)
  expect(nowhere.stderr()).toContain('--schemas')
})

test('a rule can name the columns of its schema only; explain plans them', async () => {
  const project = await writeProject('columns', 'tcp://127.0.0.1:1883')
  const plan = sluice('explain', project)
  expect(await plan.ended, plan.stderr()).toBe(0)
  expect(plan.stdout()).toContain('source readings columns: [flow, unit]')
  const rule = { ...ruleOf('alarm.Alarm'), sql: 'SELECT unit, pressure FROM readings' }
  await writeFile(join(project, 'high.rule.json'), JSON.stringify(rule))
  const refused = /SQL2002: there is no column pressure/
  const check = sluice('validate', project)
  expect(await check.ended).toBe(1)
  expect(check.stderr()).toMatch(refused)
  const failed = sluice('explain', project)
  await failed.ended
  expect(failed.stdout()).toMatch(refused)
})

const program = findMosquitto()
describe.runIf(program !== undefined)('with a real broker', () => {
  let broker: Mosquitto
  beforeAll(async () => {
    broker = await startMosquitto(program ?? '')
  })
  afterAll(() => broker.close())

  test('a rule reads and writes Protocol Buffers', async () => {
    const project = await writeProject('run', broker.url)
    const outside = await mqtt.connectAsync(broker.url.replace('tcp', 'mqtt'))
    await outside.subscribeAsync('out')
    const received: string[] = []
    let arrived = (): void => undefined
    outside.on('message', (_, payload) => {
      received.push(payload.toString('hex'))
      arrived()
    })
    const messages = (count: number) =>
      new Promise<void>((resolve) => {
        arrived = () => {
          if (received.length >= count) resolve()
        }
        arrived()
      })
    // Reading { unit: "a", flow: 2.5 }, retained, so that it does not matter who is first.
    const payload = Buffer.from('0a0161110000000000000440', 'hex')
    await outside.publishAsync('in', payload, { qos: 1, retain: true })
    const run = sluice('run', project)
    await messages(1)
    await outside.publishAsync('in', Buffer.from('0a05', 'hex'), { qos: 1 })
    await outside.publishAsync('in', Buffer.from('110000000000001040', 'hex'), { qos: 1 })
    await messages(2)
    // Alarm { unit: "a", level: 3 }, and { level: 4 } after a payload that is none.
    expect(received).toEqual(['0a01611003', '1004'])
    run.signal('SIGINT')
    await run.ended
    expect(run.stderr()).toContain('stream/readings: 1 error, the last: unexpected EOF')
    await outside.endAsync()
  })
})
