import { findProgram, isRoot, lastLines, runCommand } from './run-command.mjs'
import { SetupError } from './setup-error.mjs'

/** Debian packages: which command installs them, and installing them where we may. */

export const isDebian = () => findProgram('apt-get') !== undefined

const aptEnvironment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
// Another apt (unattended upgrades, say) may hold the lock for a while.
const aptOptions = ['-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3']

/** @param {readonly string[]} packages */
export const installCommand = (packages) =>
  `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${packages.join(' ')}`

/**
 * Installs packages as root.
 *
 * @param {readonly string[]} packages
 * @param {import('./progress.mjs').Report} report
 */
export async function installPackages(packages, report) {
  await updatePackageLists(report)
  report('installing')
  const names = await currentNames(packages)
  await apt([...aptOptions, 'install', '-y', '--no-install-recommends', ...names], packages)
}

/** @param {import('./progress.mjs').Report} report */
export async function updatePackageLists(report) {
  report('reading package lists')
  await apt([...aptOptions, 'update'], [])
}

/**
 * Debian 13 and Ubuntu 24.04 renamed packages for 64-bit time: `libasound2` is `libasound2t64`.
 *
 * @param {readonly string[]} packages
 */
async function currentNames(packages) {
  return Promise.all(
    packages.map(async (name) => {
      const renamed = await runCommand('apt-cache', ['show', `${name}t64`])
      return renamed.code === 0 ? `${name}t64` : name
    }),
  )
}

/**
 * @param {readonly string[]} args
 * @param {readonly string[]} packages
 */
async function apt(args, packages) {
  const result = await runCommand('apt-get', args, { env: aptEnvironment })
  if (result.code === 0) return
  const retry = isRoot() ? 'Then run this again.' : `Then run: ${installCommand(packages)}`
  throw new SetupError(
    `apt-get ${args.includes('update') ? 'update' : 'install'} failed:\n${lastLines(result.output, 5)}`,
    `Check the network and /etc/apt/sources.list, and that no other apt is running. ${retry}`,
  )
}
