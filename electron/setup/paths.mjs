import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of this clone: what Electron is given as the app folder. */
export const repositoryFolder = fileURLToPath(new URL('../../', import.meta.url)).replace(
  /[/\\]$/,
  '',
)

/** A path inside this clone. */
export const inRepository = (/** @type {string[]} */ ...parts) =>
  path.join(repositoryFolder, ...parts)

/**
 * Where downloads live: outside the clone, so that a second clone does not fetch them again.
 *
 * @param {Record<string, string | undefined>} env
 */
export function cacheFolder(env = process.env) {
  const base = env['XDG_CACHE_HOME']
  // The XDG specification tells readers to ignore a relative path.
  if (base !== undefined && path.isAbsolute(base)) return path.join(base, 'sluice')
  return path.join(env['HOME'] ?? os.homedir(), '.cache', 'sluice')
}
