import { execFile, execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/**
 * What `npm start` and `npm test` do first, on an empty clone: packages, runtime and build. It runs
 * `npm ci`, so it takes a while, and it needs the registry or an npm cache that has everything.
 */
const run = promisify(execFile)
const repository = fileURLToPath(new URL('../../', import.meta.url))
const limitMs = 10 * 60_000

function isRegistryReachable() {
  try {
    execFileSync('npm', ['ping', '--fetch-timeout=10000', '--fetch-retries=1'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

describe.skipIf(!isRegistryReachable())('setup in an empty clone (skipped without npm)', () => {
  let folder = ''
  const inClone = (/** @type {string[]} */ ...parts) => path.join(folder, 'clone', ...parts)
  const setUp = () => run('npm', ['run', '--silent', 'setup'], { cwd: inClone() })

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'sluice-clone-'))
    await run('git', ['clone', '--quiet', repository, inClone()])
  }, limitMs)
  afterAll(() => rm(folder, { recursive: true, force: true }))

  test(
    'does everything missing step by step, and the second time finds nothing left to do',
    async () => {
      const first = await setUp()
      expect(first.stderr).toContain('\u2713 npm packages (npm ci)')
      expect(first.stderr).toContain('\u2713 Build of the app')
      expect(first.stderr).toContain('\u2713 Build of the window')
      expect(first.stderr.trimEnd().endsWith('Setup is complete.')).toBe(true)
      const built = ['main/main.js', 'preload/preload.cjs', 'host/host.js', 'renderer/index.html']
      expect(built.filter((file) => !existsSync(inClone('out', file)))).toEqual([])

      const second = await setUp()
      expect(second.stderr).not.toContain('\u2026')
      expect(second.stderr.trimEnd().endsWith('Setup is complete.')).toBe(true)
    },
    limitMs,
  )
})
