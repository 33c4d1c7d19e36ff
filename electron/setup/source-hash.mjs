import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import path from 'node:path'

const isSource = (/** @type {string} */ name) =>
  /\.(?:[cm]?[jt]sx?|css|html|json|svg|png|woff2)$/.test(name) &&
  !/\.(?:test|spec|bench)\.[cm]?[jt]sx?$|\.tsbuildinfo$/.test(name)

/**
 * One hash over everything a build reads, so that "unchanged" means the content and not the times
 * that a checkout sets. Tests do not count: they are not built.
 *
 * @param {string} root
 * @param {readonly string[]} paths files and folders below `root`; a missing one counts as empty
 * @param {readonly string[]} [salt] what else the result depends on
 */
export async function hashSources(root, paths, salt = []) {
  const files = (await Promise.all(paths.map((name) => listFiles(root, name)))).flat().sort()
  const hash = createHash('sha256')
  for (const word of salt) hash.update(`${word}\0`)
  for (const name of files) {
    const content = readFileSync(path.join(root, name))
    hash.update(`${name}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

/**
 * @param {string} root
 * @param {string} name
 * @returns {Promise<string[]>}
 */
async function listFiles(root, name) {
  const entries = await readdir(path.join(root, name), { withFileTypes: true }).catch(
    (/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code === 'ENOTDIR') return undefined
      if (error.code === 'ENOENT') return []
      throw error
    },
  )
  if (entries === undefined) return [name]
  const lists = entries.map((entry) => {
    const child = `${name}/${entry.name}`
    if (entry.isDirectory()) return listFiles(root, child)
    return Promise.resolve(isSource(entry.name) ? [child] : [])
  })
  return (await Promise.all(lists)).flat()
}
