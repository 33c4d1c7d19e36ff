import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runCommand } from './run-command.mjs'
import { fallbackFolder, fallbackRuntime, installTarball, pin } from './runtime-fallback.mjs'

let folder = ''
const tarball = () => path.join(folder, 'runtime.tgz')
const target = () => path.join(folder, 'cache', 'electron')
const program = '#!/bin/sh\necho started > "$(dirname "$0")/../../proof"\n'

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sluice-runtime-'))
  await mkdir(path.join(folder, 'cache'))
  const content = path.join(folder, 'package')
  await mkdir(path.join(content, 'resources'), { recursive: true })
  const files = {
    'some-app': program,
    chrome_crashpad_handler: 'crashpad',
    'chrome-sandbox': 'sandbox',
    'resources/app.asar': 'the app of somebody else',
  }
  for (const [name, text] of Object.entries(files)) {
    await writeFile(path.join(content, name), text, { mode: 0o644 })
  }
  await runCommand('tar', ['-czf', tarball(), '-C', folder, 'package'])
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const pinOfTarball = () => ({
  ...pin,
  spec: 'some-runtime@1.0.0',
  executable: 'some-app',
  integrity: `sha512-${createHash('sha512').update(readFileSync(tarball())).digest('base64')}`,
  executableSha256: createHash('sha256').update(program).digest('hex'),
})

test('the runtime is installed as `electron`, runnable, with our default app only', async () => {
  await installTarball({ tarball: tarball(), target: target(), pin: pinOfTarball() })
  expect(readdirSync(target()).sort()).toEqual([
    'chrome-sandbox',
    'chrome_crashpad_handler',
    'electron',
    'resources',
  ])
  expect(readdirSync(path.join(target(), 'resources'))).toEqual(['app'])
  for (const name of ['electron', 'chrome_crashpad_handler', 'chrome-sandbox']) {
    expect(statSync(path.join(target(), name)).mode & 0o777).toBe(0o755)
  }
})

test('a tarball with one byte more is refused, and nothing of it stays', async () => {
  const expected = pinOfTarball()
  appendFileSync(tarball(), '\0')
  const install = installTarball({ tarball: tarball(), target: target(), pin: expected })
  await expect(install).rejects.toMatchObject({
    message: expect.stringContaining(`expected ${expected.integrity}`),
    nextStep: expect.stringContaining('Nothing of it was run'),
  })
  expect(readdirSync(path.join(folder, 'cache'))).toEqual([])
})

test('a tarball with another executable is refused, and nothing of it stays', async () => {
  const expected = { ...pinOfTarball(), executableSha256: 'f'.repeat(64) }
  const install = installTarball({ tarball: tarball(), target: target(), pin: expected })
  await expect(install).rejects.toThrow('Refused: some-app in some-runtime@1.0.0')
  expect(readdirSync(path.join(folder, 'cache'))).toEqual([])
  expect(existsSync(path.join(folder, 'proof'))).toBe(false)
})

test('SLUICE_NO_FALLBACK_RUNTIME=1 refuses a runtime that is there', async () => {
  const env = { XDG_CACHE_HOME: folder }
  await mkdir(fallbackFolder(env), { recursive: true })
  await writeFile(path.join(fallbackFolder(env), 'electron'), '')
  const isLinux64 = process.platform === 'linux' && process.arch === 'x64'
  expect(fallbackRuntime(env)?.kind).toBe(isLinux64 ? 'fallback' : undefined)
  expect(fallbackRuntime({ ...env, SLUICE_NO_FALLBACK_RUNTIME: '1' })).toBeUndefined()
})
