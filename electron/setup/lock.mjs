import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/**
 * A lock between processes: a folder that only one can create. Its holder touches it regularly, so
 * a lock whose holder was killed is taken over instead of blocking everybody for ever.
 */

const touchEveryMs = 5000
const staleAfterMs = 60_000
const pollMs = 200

/**
 * Runs `work` while no other process holds the lock.
 *
 * @template T
 * @param {string} folder the lock: a folder that exists only while somebody holds it
 * @param {() => Promise<T>} work
 * @param {{ onWait?: (holder: string) => void, staleMs?: number }} [options]
 *   `onWait` is called once if somebody else holds the lock
 * @returns {Promise<T>}
 */
export async function withLock(folder, work, { onWait, staleMs = staleAfterMs } = {}) {
  await mkdir(path.dirname(folder), { recursive: true })
  let hasWaited = false
  while (!(await tryAcquire(folder))) {
    if (await takeOverIfStale(folder, staleMs)) continue
    if (!hasWaited) onWait?.((await readHolder(folder))?.text ?? 'another process')
    hasWaited = true
    await wait(pollMs)
  }
  const timer = setInterval(() => {
    const now = new Date()
    // A missed touch does no harm: the next one comes long before the lock counts as stale.
    utimes(folder, now, now).catch(() => undefined)
  }, touchEveryMs)
  timer.unref()
  try {
    return await work()
  } finally {
    clearInterval(timer)
    await rm(folder, { recursive: true, force: true })
  }
}

/** @param {string} folder */
async function tryAcquire(folder) {
  try {
    await mkdir(folder)
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    throw error
  }
  await writeFile(path.join(folder, 'holder'), `${process.pid} ${os.hostname()}`)
  return true
}

/**
 * @param {string} folder
 * @param {number} staleMs
 */
async function takeOverIfStale(folder, staleMs) {
  const holder = await readHolder(folder)
  if (holder === undefined) return true
  const isHere = holder.host === os.hostname()
  const isDead = isHere && holder.pid !== undefined && !isAlive(holder.pid)
  if (!isDead && holder.ageMs < staleMs) return false
  const grave = `${folder}.stale-${process.pid}-${Date.now()}`
  try {
    // Of several that see the same stale lock, only one can rename it.
    await rename(folder, grave)
  } catch (error) {
    if (isCode(error, 'ENOENT')) return true
    throw error
  }
  await rm(grave, { recursive: true, force: true })
  return true
}

/**
 * Who holds the lock, or undefined if nobody does any more.
 *
 * @param {string} folder
 */
async function readHolder(folder) {
  try {
    const { mtimeMs } = await stat(folder)
    const text = await readFile(path.join(folder, 'holder'), 'utf8').catch(() => '')
    const [pid, host] = text.split(' ')
    return {
      ageMs: Date.now() - mtimeMs,
      pid: pid === undefined || pid === '' ? undefined : Number(pid),
      host,
      text: pid === undefined || pid === '' ? 'another process' : `process ${pid}`,
    }
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined
    throw error
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return !isCode(error, 'ESRCH')
  }
}

/**
 * @param {unknown} error
 * @param {string} code
 */
export const isCode = (error, code) =>
  error instanceof Error && 'code' in error && error.code === code
