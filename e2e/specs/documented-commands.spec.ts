import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from '@playwright/test'

const root = resolve(import.meta.dirname, '../..')
const documents = ['README.md', 'CONTRIBUTING.md']

interface Outcome {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs a command of the documents in the clone, exactly as written; `stopWhen` ends one that would go on. */
const run = (command: string, stopWhen?: RegExp): Promise<Outcome> =>
  new Promise((done, fail) => {
    const child = spawn('bash', ['-c', command], { cwd: root, detached: true })
    let stdout = ''
    let stderr = ''
    const stop = (): void => {
      if (stopWhen?.test(stdout + stderr) === true && child.pid !== undefined)
        process.kill(-child.pid, 'SIGTERM')
    }
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
      stop()
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
      stop()
    })
    child.once('error', fail)
    child.once('close', (code) => done({ code, stdout, stderr }))
  })

const succeeds = async (command: string): Promise<Outcome> => {
  const outcome = await run(command)
  expect(outcome.code, `${command}\n${outcome.stdout}\n${outcome.stderr}`).toBe(0)
  return outcome
}

/** How each documented command is tried. A command that is not here fails the last test. */
const trials: Readonly<Record<string, (command: string) => Promise<unknown>>> = {
  'npm start': async (command) => {
    const { stdout, stderr } = await run(command, /Sluice is open/)
    expect(stdout + stderr).toContain('Sluice is open')
  },
  // This test runs inside `npm test`, so the command itself is what runs it.
  'npm test': async () => {
    const ci = await readFile(join(root, '.ci/run'), 'utf8')
    expect(ci).toMatch(/npm test/)
  },
  'npm start -- --snapshot window.png': async (command) => {
    const folder = await mkdtemp(join(tmpdir(), 'sluice-snapshot-'))
    try {
      const file = join(folder, 'window.png')
      const { stdout } = await succeeds(command.replace('window.png', file))
      const line = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Record<string, unknown>
      expect(Object.keys(line).sort()).toEqual(['rowsIn', 'rowsOut', 'rule', 'startMs'])
      expect(line['rowsOut']).toBeGreaterThan(0)
      expect((await stat(file)).size).toBeGreaterThan(20_000)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
  'npx sluice run docs/examples/plant.ruleset.json --for 10s': async (command) => {
    const { stdout } = await succeeds(command.replace('10s', '3s'))
    const rows = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(rows.length).toBeGreaterThan(0)
    expect(Object.keys(rows[0] ?? {})).toEqual(['rule', 'action', 'at', 'row'])
  },
  // The checks are a part of `npm test`, which runs them all.
  'npm run check': async () => {
    const scripts = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>
    }
    expect(scripts.scripts['check']).toContain('check:types')
  },
  'npm run conformance -- --area expr': async (command) => {
    const { stdout } = await succeeds(command)
    expect(stdout).toMatch(/of \d+ agree/)
  },
  'npm run bench -- filter': async (command) => {
    const { stdout } = await succeeds(command)
    expect(stdout).toContain('JSON.parse')
  },
  'npm run chaos -- --seconds 10': async (command) => {
    await succeeds(command.replace('10', '4'))
  },
  'npx sluice validate docs/examples/plant.ruleset.json': succeeds,
  'npx sluice explain docs/examples/plant.ruleset.json': async (command) => {
    expect((await succeeds(command)).stdout).toContain('columns: [deviceId, temperature]')
  },
}

const commandsOf = async (file: string): Promise<readonly string[]> => {
  const text = await readFile(join(root, file), 'utf8')
  const blocks = [...text.matchAll(/```sh\n([\s\S]*?)```/g)].map((match) => match[1] ?? '')
  return blocks
    .flatMap((block) => block.split('\n'))
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
}

for (const [command, attempt] of Object.entries(trials)) {
  test(`\`${command}\` does what the documents say`, async () => {
    await attempt(command)
  })
}

test('every command of the documents is tried here', async () => {
  const documented = (await Promise.all(documents.map(commandsOf))).flat()
  expect(documented.length).toBeGreaterThan(3)
  expect(documented.filter((command) => !(command in trials))).toEqual([])
})
