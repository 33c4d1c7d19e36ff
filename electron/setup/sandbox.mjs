import { statSync } from 'node:fs'
import path from 'node:path'
import { isRoot, runCommand } from './run-command.mjs'
import { SetupError } from './setup-error.mjs'

/**
 * As an ordinary user Electron runs with its sandbox on. That takes a kernel which lets users
 * create namespaces, or a sandbox helper that belongs to root; without either Electron aborts.
 */

/**
 * Refuses a launch that Electron would abort.
 *
 * @param {string} executablePath
 */
export async function checkSandbox(executablePath) {
  if (isRoot() || (await canSandbox(executablePath))) return
  throw noSandbox(helperOf(executablePath))
}

/**
 * Whether this user can start Electron with its sandbox on.
 *
 * @param {string} executablePath
 */
export async function canSandbox(executablePath) {
  if (process.platform !== 'linux') return true
  if (isRoot()) return false
  if (isSetuidRoot(helperOf(executablePath))) return true
  const unshared = await runCommand('unshare', ['--user', '--map-root-user', 'true'])
  // Without the `unshare` program Electron itself finds out.
  return unshared.code === 0 || unshared.code === 127
}

/** @param {string} executablePath */
const helperOf = (executablePath) => path.join(path.dirname(executablePath), 'chrome-sandbox')

/** @param {string} helper */
export const noSandbox = (helper) =>
  new SetupError(
    "Electron's sandbox cannot start: this kernel does not let ordinary users create namespaces.",
    `Either let the sandbox helper do it:\n  sudo chown root ${helper} && sudo chmod 4755 ${helper}\n` +
      'or allow the namespaces (the second line where AppArmor restricts them, as Ubuntu does):\n' +
      '  sudo sysctl -w kernel.unprivileged_userns_clone=1\n' +
      '  sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0\n' +
      'In a container, start as root or let it create namespaces (seccomp=unconfined).',
  )

/** @param {string} file */
function isSetuidRoot(file) {
  const found = statSync(file, { throwIfNoEntry: false })
  return found !== undefined && found.uid === 0 && (found.mode & 0o4000) !== 0
}
