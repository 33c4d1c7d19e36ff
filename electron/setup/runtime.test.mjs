import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { isRoot } from './run-command.mjs'
import { findRuntime, launchArguments, launchEnvironment } from './runtime.mjs'

describe('ELECTRON_OVERRIDE_DIST_PATH', () => {
  test('comes before every other runtime', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'sluice-override-'))
    const executablePath = path.join(folder, 'electron')
    await writeFile(executablePath, '')
    const runtime = findRuntime({ ELECTRON_OVERRIDE_DIST_PATH: folder })
    await rm(folder, { recursive: true })
    expect(runtime).toEqual({ kind: 'override', executablePath, notice: undefined })
  })

  test('that has no Electron is refused, not passed over', () => {
    expect(() => findRuntime({ ELECTRON_OVERRIDE_DIST_PATH: '/nowhere' })).toThrow(
      'ELECTRON_OVERRIDE_DIST_PATH is /nowhere, but there is no /nowhere/electron.',
    )
  })
})

test('the environment loses what would make Electron plain Node', () => {
  const env = launchEnvironment({ HOME: '/home/a', ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '-x' })
  expect(env).toEqual({ HOME: '/home/a' })
})

describe.skipIf(process.platform !== 'linux')('launch arguments', () => {
  test('leave the sandbox on for an ordinary user only', () => {
    expect(launchArguments({ DISPLAY: ':1' }).includes('--no-sandbox')).toBe(isRoot())
  })

  test.each([
    [{ WAYLAND_DISPLAY: 'wayland-0' }, true],
    [{ WAYLAND_DISPLAY: 'wayland-0', DISPLAY: ':0' }, false],
    [{ WAYLAND_DISPLAY: '', DISPLAY: ':0' }, false],
  ])('with %j choose Wayland: %s', (env, expected) => {
    expect(launchArguments(env).includes('--ozone-platform-hint=auto')).toBe(expected)
  })
})
