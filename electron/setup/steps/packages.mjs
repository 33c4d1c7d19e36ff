import path from 'node:path'
import { hashOf, readIfPresent, replaceFile } from '../files.mjs'
import { inRepository } from '../paths.mjs'
import { lastLines, npmCommand, runCommand } from '../run-command.mjs'
import { SetupError } from '../setup-error.mjs'

/**
 * Makes sure that node_modules is what package-lock.json says. The caller holds the clone's lock.
 *
 * @param {import('../progress.mjs').Progress} progress
 */
export async function ensurePackages(progress, folder = inRepository()) {
  if (await arePackagesCurrent(folder)) return
  await progress.run('npm packages (npm ci)', () => install(folder))
  await writeStamp(folder)
}

/**
 * Whether node_modules holds what package-lock.json pins. The answer for a lockfile is remembered
 * inside node_modules, where it disappears together with what it speaks of.
 *
 * @param {string} folder
 */
export async function arePackagesCurrent(folder) {
  const lockfile = readIfPresent(path.join(folder, 'package-lock.json'))
  if (lockfile === undefined) {
    throw new SetupError(
      `There is no package-lock.json in ${folder}.`,
      'Restore it: git checkout package-lock.json',
    )
  }
  // npm writes this file last, so an install that was interrupted does not have it.
  const installed = readIfPresent(path.join(folder, 'node_modules', '.package-lock.json'))
  if (installed === undefined) return false
  if (readIfPresent(stampFile(folder)) === stampOf(lockfile, installed)) return true
  // No stamp of ours: somebody ran npm by hand, which is as good if the result is the same.
  if (!isInstalled(JSON.parse(lockfile), JSON.parse(installed))) return false
  await writeStamp(folder)
  return true
}

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, peer?: boolean }} LockEntry
 * @typedef {{ packages?: Record<string, LockEntry> }} Lockfile
 */

/**
 * @param {Lockfile} wanted package-lock.json
 * @param {Lockfile} installed what npm wrote into node_modules
 */
export function isInstalled(wanted, installed) {
  const present = installed.packages ?? {}
  return Object.entries(wanted.packages ?? {}).every(([name, entry]) => {
    if (name === '') return true
    const found = present[name]
    // Optional packages are for other platforms, or were left out because they do not build.
    if (found === undefined) return entry.optional === true
    return found.version === entry.version && found.integrity === entry.integrity
  })
}

/** @param {string} folder */
async function install(folder) {
  // No package here needs its install script, and a script that is not run can do no harm.
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  const [command, args] = npmCommand(['ci', ...flags])
  const result = await runCommand(command, args, { cwd: folder })
  if (result.code === 0) return
  throw new SetupError(
    `npm ci failed:\n${lastLines(result.output)}`,
    'Check that npm reaches its registry (npm ping) and the disk is not full, then run this again.',
  )
}

/** @param {string} folder */
async function writeStamp(folder) {
  const lockfile = readIfPresent(path.join(folder, 'package-lock.json')) ?? ''
  const installed = readIfPresent(path.join(folder, 'node_modules', '.package-lock.json')) ?? ''
  await replaceFile(stampFile(folder), stampOf(lockfile, installed))
}

/** @param {string} folder */
const stampFile = (folder) => path.join(folder, 'node_modules', '.sluice-lock-hash')

/**
 * @param {string} lockfile
 * @param {string} installed
 */
const stampOf = (lockfile, installed) => `${hashOf(lockfile)} ${hashOf(installed)}`
