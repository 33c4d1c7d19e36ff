import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { folderBytes, megabytes, readIfPresent } from './files.mjs'
import { inRepository } from './paths.mjs'
import { lastLines, runCommand } from './run-command.mjs'
import { messageOf } from './setup-error.mjs'

/**
 * The official Electron binary. The npm package brings none; its install.js downloads it. Many
 * networks cannot reach the place it is downloaded from, so that is asked first, and briefly.
 */

const connectLimitMs = 5000
const firstBytesLimitMs = 20_000
const stallLimitMs = 60_000
const pollMs = 500

/** @returns {import('./runtime.mjs').Runtime | undefined} */
export function officialRuntime(packageFolder = inRepository('node_modules', 'electron')) {
  const executable = readIfPresent(path.join(packageFolder, 'path.txt'))
  const unpacked = readIfPresent(path.join(packageFolder, 'dist', 'version'))?.trim()
  if (executable === undefined || unpacked === undefined) return undefined
  if (unpacked.replace(/^v/, '') !== officialVersion(packageFolder)) return undefined
  const executablePath = path.join(packageFolder, 'dist', executable)
  if (!existsSync(executablePath)) return undefined
  return { kind: 'official', executablePath, notice: undefined }
}

/** The version package-lock.json pins. */
export function officialVersion(packageFolder = inRepository('node_modules', 'electron')) {
  const text = readIfPresent(path.join(packageFolder, 'package.json'))
  return text === undefined ? 'unknown' : String(JSON.parse(text).version)
}

/**
 * Where the binary of this platform is downloaded from.
 *
 * @param {NodeJS.ProcessEnv} env
 */
export function officialDownloadUrl(env, version = officialVersion()) {
  const mirror =
    env['npm_config_electron_mirror'] ??
    env['ELECTRON_MIRROR'] ??
    'https://github.com/electron/electron/releases/download/'
  const base = mirror.endsWith('/') ? mirror : `${mirror}/`
  return `${base}v${version}/${archiveName(version)}`
}

/**
 * Downloads and unpacks the official binary.
 *
 * @param {import('./progress.mjs').Report} report
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<string | undefined>} the reason if it could not be had
 */
export async function downloadOfficial(report, env = process.env) {
  if (!isInElectronCache(env)) {
    const url = officialDownloadUrl(env)
    report(`asking ${new URL(url).host}`)
    const reason = await whyUnreachable(url, env)
    if (reason !== undefined) return reason
  }
  const failure = await runInstaller(report, env)
  if (failure !== undefined) return failure
  return officialRuntime() === undefined ? 'its installer left no usable binary' : undefined
}

/**
 * @param {string} url
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string | undefined>} the reason, or undefined if a download can begin
 */
export async function whyUnreachable(url, env, limitMs = connectLimitMs) {
  const proxy = proxyFrom(env)
  if (proxy !== undefined) return whyProxyUnreachable(proxy, limitMs)
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), limitMs)
  try {
    const response = await fetch(url, { signal: abort.signal })
    await response.body?.cancel()
    // A mirror with its own layout (ELECTRON_CUSTOM_DIR) answers 404 here; its installer knows more.
    const hasOwnLayout = env['ELECTRON_CUSTOM_DIR'] ?? env['ELECTRON_CUSTOM_FILENAME']
    if (response.ok || hasOwnLayout !== undefined) return undefined
    return `${new URL(url).host} answered ${response.status} for ${url}`
  } catch (error) {
    const host = new URL(url).host
    if (abort.signal.aborted) return `${host} did not answer within ${limitMs / 1000} s`
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
    return `${host} cannot be reached (${messageOf(cause)})`
  } finally {
    clearTimeout(timer)
  }
}

/**
 * Node's fetch ignores proxies; that the proxy itself answers is what can be asked quickly.
 *
 * @param {string} proxy
 * @param {number} limitMs
 * @returns {Promise<string | undefined>}
 */
function whyProxyUnreachable(proxy, limitMs) {
  const { hostname, port, protocol } = new URL(proxy)
  return new Promise((resolve) => {
    const socket = net.connect({
      host: hostname,
      port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
    })
    const finish = (/** @type {string | undefined} */ reason) => {
      socket.destroy()
      resolve(reason)
    }
    socket.setTimeout(limitMs, () => finish(`the proxy ${hostname} did not answer`))
    socket.on('connect', () => finish(undefined))
    socket.on('error', (error) => finish(`the proxy ${hostname} failed (${error.message})`))
  })
}

/**
 * @param {import('./progress.mjs').Report} report
 * @param {NodeJS.ProcessEnv} env
 */
async function runInstaller(report, env) {
  // The installer downloads into the folder for temporary files; a folder of our own shows how far
  // it is, and whether it still gets anywhere.
  const temporary = await mkdtemp(path.join(os.tmpdir(), 'sluice-electron-'))
  /** @type {string | undefined} */
  let stalled
  /** @type {NodeJS.Timeout | undefined} */
  let timer
  try {
    // Before 20.19 Node needs the flag to `require` the installer's ES modules.
    const args = [
      '--experimental-require-module',
      '--no-warnings',
      inRepository('node_modules', 'electron', 'install.js'),
    ]
    const result = await runCommand(process.execPath, args, {
      env: { ...env, TMPDIR: temporary, ...proxyEnvironment(env) },
      onStart: (stop) => {
        timer = watchGrowth(temporary, report, (reason) => {
          stalled = reason
          stop()
        })
      },
    })
    if (stalled !== undefined) return stalled
    return result.code === 0 ? undefined : errorLine(result.output)
  } finally {
    clearInterval(timer)
    await rm(temporary, { recursive: true, force: true })
  }
}

/**
 * @param {string} folder
 * @param {import('./progress.mjs').Report} report
 * @param {(reason: string) => void} onStall
 */
function watchGrowth(folder, report, onStall) {
  let bytes = 0
  let grewAt = performance.now()
  return setInterval(() => {
    void folderBytes(folder).then((size) => {
      if (size !== bytes) grewAt = performance.now()
      bytes = size
      if (bytes > 0) report(megabytes(bytes))
      const limitMs = bytes > 0 ? stallLimitMs : firstBytesLimitMs
      if (performance.now() - grewAt > limitMs) {
        onStall(`the download stopped at ${megabytes(bytes)} for ${limitMs / 1000} s`)
      }
    })
  }, pollMs)
}

/**
 * The line of the installer's stack trace that says what went wrong.
 *
 * @param {string} output
 */
const errorLine = (output) =>
  output.split('\n').find((line) => /error/i.test(line)) ?? lastLines(output, 1)

/** @param {NodeJS.ProcessEnv} env */
function isInElectronCache(env, version = officialVersion()) {
  const root = env['electron_config_cache'] ?? path.join(os.homedir(), '.cache', 'electron')
  if (!existsSync(root)) return false
  return readdirSync(root).some((entry) => existsSync(path.join(root, entry, archiveName(version))))
}

/** @param {string} version */
const archiveName = (version) => `electron-v${version}-${process.platform}-${process.arch}.zip`

/** @param {NodeJS.ProcessEnv} env */
const proxyFrom = (env) =>
  [env['HTTPS_PROXY'], env['https_proxy'], env['npm_config_https_proxy']].find(
    (proxy) => proxy !== undefined && proxy !== '' && URL.canParse(proxy),
  )

/** @param {NodeJS.ProcessEnv} env */
function proxyEnvironment(env) {
  const proxy = proxyFrom(env)
  return proxy === undefined ? {} : { HTTPS_PROXY: proxy, ELECTRON_GET_USE_PROXY: 'true' }
}
