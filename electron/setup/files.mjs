import { createHash } from 'node:crypto'
import { createReadStream, readFileSync } from 'node:fs'
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { isCode } from './lock.mjs'

/**
 * The hash of a file's bytes, read as a stream because some are hundreds of megabytes.
 *
 * @param {string} file
 * @param {'sha256' | 'sha512'} algorithm
 * @param {'hex' | 'base64'} encoding
 * @returns {Promise<string>}
 */
export function hashFile(file, algorithm, encoding) {
  return new Promise((resolve, reject) => {
    const hash = createHash(algorithm)
    createReadStream(file, { highWaterMark: 1 << 20 })
      .on('data', (chunk) => hash.update(chunk))
      .on('error', reject)
      .on('end', () => resolve(hash.digest(encoding)))
  })
}

/** @param {string | Uint8Array} content */
export const hashOf = (content) => createHash('sha256').update(content).digest('hex')

/**
 * A file's text, or undefined if there is none.
 *
 * @param {string} file
 */
export function readIfPresent(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (isCode(error, 'ENOENT') || isCode(error, 'ENOTDIR')) return undefined
    throw error
  }
}

/**
 * Replaces a file in one step: a reader sees the old content or the new, never half of it.
 *
 * @param {string} file
 * @param {string} content
 */
export async function replaceFile(file, content) {
  await mkdir(path.dirname(file), { recursive: true })
  const draft = `${file}.${process.pid}.new`
  await writeFile(draft, content)
  await rename(draft, file)
}

/**
 * Fills a new folder beside `target` and puts it in place in one step, so that `target` is whole
 * whenever it exists. An earlier `target` is replaced. The caller holds a lock, so that what is
 * left of an earlier attempt is nobody's any more.
 *
 * @param {string} target
 * @param {(staging: string) => Promise<void>} fill
 */
export async function replaceFolder(target, fill) {
  const staging = `${target}.new`
  await rm(staging, { recursive: true, force: true })
  await mkdir(staging, { recursive: true })
  try {
    await fill(staging)
    await rm(target, { recursive: true, force: true })
    await rename(staging, target)
  } finally {
    await rm(staging, { recursive: true, force: true })
  }
}

/**
 * The bytes below a folder, 0 if there is none: how far a download is.
 *
 * @param {string} folder
 * @returns {Promise<number>}
 */
export async function folderBytes(folder) {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const sizes = await Promise.all(
    entries.map(async (entry) => {
      const file = path.join(folder, entry.name)
      if (entry.isDirectory()) return folderBytes(file)
      // A file that was moved away meanwhile counts where it went.
      return stat(file).then(
        ({ size }) => size,
        () => 0,
      )
    }),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}

/** @param {number} bytes */
export const megabytes = (bytes) => `${Math.round(bytes / 1_000_000)} MB`
