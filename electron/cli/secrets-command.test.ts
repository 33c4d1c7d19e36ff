import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseRuleset } from '#engine/ruleset'
import { parseSecrets } from './secrets.ts'
import { sluice, sluiceWith } from './testing/sluice.ts'

const secret = 'c0rrect-horse "battery"'

let folder: string
/** Its action logs in with a secret, and its rows say the same. */
let project: string
let secretsFile: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-secrets-'))
  project = join(folder, 'plant')
  secretsFile = join(folder, 'plant.secrets')
  await mkdir(project)
  const rule = {
    id: 'r',
    sql: 'SELECT * FROM demo',
    actions: [
      {
        mqtt: { server: 'tcp://127.0.0.1:1', topic: 't', username: 'u', password: '${secret:PW}' },
      },
      { nop: {} },
    ],
  }
  const rows = { data: [{ t: 1, echoed: secret }], interval: 5, loop: false, topic: '${secret:PW}' }
  const stream = 'CREATE STREAM demo () WITH (TYPE="simulator", CONF_KEY="demo", FORMAT="JSON")'
  await writeFile(join(project, 'r.rule.json'), JSON.stringify(rule))
  await writeFile(join(project, 'demo.stream.sql'), stream)
  await writeFile(join(project, 'sources.json'), JSON.stringify({ simulator: { demo: rows } }))
  await writeFile(secretsFile, `# of the plant\n\nPW=${secret}\n`)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('run', () => {
  test('without a value says which, where, and how to give one', async () => {
    const run = sluice('run', project)
    expect(await run.ended).toBe(1)
    expect(run.stdout()).toBe('')
    expect(run.stderr()).toContain(
      'action/r/0/password: error RUL4550: the secret "PW" has no value here\n' +
        '    Set the environment variable SLUICE_SECRET_PW, or name a file with the line PW=VALUE',
    )
    expect(run.stderr()).toContain('stream/demo/topic: error RUL4550')
  })

  for (const given of ['environment', 'file'] as const) {
    test(`takes it from the ${given} and shows it nowhere`, async () => {
      const run =
        given === 'environment'
          ? sluiceWith({ ...process.env, SLUICE_SECRET_PW: secret }, 'run', project, '--for', '1s')
          : sluice('run', project, '--secrets', secretsFile, '--for', '1s')
      await run.ended
      const said = `${run.stdout()}${run.stderr()}`
      expect(said).not.toContain('RUL4550')
      expect(run.stdout()).toContain('"echoed":"***"')
      expect(said).toContain('127.0.0.1:1')
      expect(said).not.toContain('horse')
    })
  }
})

test('validate warns of what is missing, and of nothing that is there', async () => {
  const without = sluice('validate', project)
  expect(await without.ended).toBe(0)
  expect(without.stderr()).toContain('action/r/0/password: warning RUL4550')
  const check = sluice('validate', project, '--secrets', secretsFile)
  expect(await check.ended).toBe(0)
  expect(check.stderr()).toContain(`${project}: 1 rule, 1 stream or table, no errors\n`)
  expect(check.stderr()).not.toContain('RUL4550')
})

describe('export', () => {
  const passwordOf = (text: string): unknown => {
    const rule = JSON.parse(parseRuleset(text).ruleset?.rules['r'] ?? '{}') as {
      actions: { mqtt: { password: unknown } }[]
    }
    return rule.actions[0]?.mqtt.password
  }

  test('has references and says so', async () => {
    const exported = sluice('export', project)
    expect(await exported.ended).toBe(0)
    expect(passwordOf(exported.stdout())).toBe('${secret:PW}')
    expect(exported.stderr()).toContain('1 secret (PW)')
    expect(exported.stderr()).toContain('--with-secrets')
  })

  test('with secrets has their values', async () => {
    const exported = sluice('export', project, '--with-secrets', '--secrets', secretsFile)
    expect(await exported.ended, exported.stderr()).toBe(0)
    expect(passwordOf(exported.stdout())).toBe(secret)
    expect(exported.stderr()).not.toContain('--with-secrets')
  })

  test('with secrets that are missing prints nothing and names them', async () => {
    const exported = sluice('export', project, '--with-secrets')
    expect(await exported.ended).toBe(1)
    expect(exported.stdout()).toBe('')
    expect(exported.stderr()).toContain('rule/r: error: the secret "PW" has no value here')
  })
})

describe('the file of secrets', () => {
  test('has an id and its value in each line', () => {
    const text = '\uFEFF# all\r\nA=1=2 \r\n\r\n B_1 = x\nEMPTY='
    expect([...parseSecrets(text, 'f')]).toEqual([
      ['A', '1=2 '],
      ['B_1', ' x'],
      ['EMPTY', ''],
    ])
  })

  test.each([
    ['A=1\nhunter2', 'f:2: expected ID=VALUE'],
    ['my-id=hunter2', 'f:1: expected ID=VALUE'],
    ['A=1\nA=hunter2', 'f:2: "A" stands there twice'],
  ])('%j is refused at its line, without showing it', (text, message) => {
    expect(() => parseSecrets(text, 'f')).toThrow(message)
    expect(() => parseSecrets(text, 'f')).not.toThrow('hunter2')
  })

  test('must be there', async () => {
    const run = sluice('run', project, '--secrets', join(folder, 'gone'))
    expect(await run.ended).toBe(1)
    expect(run.stderr()).toContain(`--secrets ${join(folder, 'gone')}: there is no such file\n`)
  })
})
