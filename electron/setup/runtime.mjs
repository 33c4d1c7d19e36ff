import { existsSync, statfsSync } from 'node:fs'
import path from 'node:path'
import { isCode } from './lock.mjs'
import { fallbackRuntime } from './runtime-fallback.mjs'
import { officialRuntime } from './runtime-official.mjs'
import { isRoot } from './run-command.mjs'
import { SetupError } from './setup-error.mjs'

/**
 * Which Electron runs the app: ELECTRON_OVERRIDE_DIST_PATH, else the official binary, else the
 * fallback. Only looks at what is there; `steps/electron-runtime.mjs` fetches what is missing.
 */

/**
 * @typedef {object} Runtime
 * @property {'override' | 'official' | 'fallback'} kind
 * @property {string} executablePath
 * @property {string | undefined} notice one line to show whenever this runtime is used
 */

/**
 * The runtime to use now, or undefined if none is installed.
 *
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Runtime | undefined}
 */
export function findRuntime(env = process.env) {
  return overrideRuntime(env) ?? officialRuntime() ?? fallbackRuntime(env)
}

/**
 * The runtime to use now.
 *
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Runtime}
 */
export function resolveRuntime(env = process.env) {
  const runtime = findRuntime(env)
  if (runtime !== undefined) return runtime
  throw new SetupError('The Electron runtime is not installed.', 'Run: npm run setup')
}

/**
 * Arguments that a launch needs on this machine, before the app folder.
 *
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string[]}
 */
export function launchArguments(env = process.env) {
  if (process.platform !== 'linux') return []
  const isWaylandOnly = (env['WAYLAND_DISPLAY'] ?? '') !== '' && (env['DISPLAY'] ?? '') === ''
  return [
    // Chromium refuses to start as root with its sandbox on.
    ...(isRoot() ? ['--no-sandbox'] : []),
    // Electron before 38 takes X11 unless told to look.
    ...(isWaylandOnly ? ['--ozone-platform-hint=auto'] : []),
    ...(hasRoomInSharedMemory() ? [] : ['--disable-dev-shm-usage']),
  ]
}

/** Containers often have 64 MB of shared memory, which a large window fills until it crashes. */
function hasRoomInSharedMemory() {
  try {
    const { bsize, blocks } = statfsSync('/dev/shm')
    return bsize * blocks >= 512_000_000
  } catch (error) {
    if (isCode(error, 'ENOENT')) return false
    throw error
  }
}

/**
 * The environment for Electron: ours, without what would turn it into something else.
 *
 * @param {NodeJS.ProcessEnv} [base]
 * @returns {Record<string, string>}
 */
export function launchEnvironment(base = process.env) {
  // Terminals inside Electron editors set these; Electron would start as plain Node.
  const unwanted = new Set(['ELECTRON_RUN_AS_NODE', 'NODE_OPTIONS'])
  /** @type {Record<string, string>} */
  const env = {}
  for (const [name, value] of Object.entries(base)) {
    if (value !== undefined && !unwanted.has(name)) env[name] = value
  }
  return env
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {Runtime | undefined}
 */
function overrideRuntime(env) {
  const folder = env['ELECTRON_OVERRIDE_DIST_PATH']
  if (folder === undefined || folder === '') return undefined
  const executablePath = path.join(folder, platformExecutable())
  if (existsSync(executablePath)) return { kind: 'override', executablePath, notice: undefined }
  throw new SetupError(
    `ELECTRON_OVERRIDE_DIST_PATH is ${folder}, but there is no ${executablePath}.`,
    'Point it at an unpacked Electron distribution, or unset it to let setup find a runtime.',
  )
}

function platformExecutable() {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron'
  return process.platform === 'win32' ? 'electron.exe' : 'electron'
}
