import { statSync } from 'node:fs'
import path from 'node:path'
import { isRoot, runCommand } from './run-command.mjs'
import { SetupError } from './setup-error.mjs'

/**
 * As an ordinary user Electron runs with its sandbox on. That takes a kernel which lets users
 * create namespaces, or a sandbox helper that belongs to root; without either Electron aborts.
 *
 * @param {string} executablePath
 */
export async function checkSandbox(executablePath) {
  if (process.platform !== 'linux' || isRoot()) return
  const helper = path.join(path.dirname(executablePath), 'chrome-sandbox')
  if (isSetuidRoot(helper)) return
  const unshared = await runCommand('unshare', ['--user', '--map-root-user', 'true'])
  // Without the `unshare` program Electron itself finds out.
  if (unshared.code === 0 || unshared.code === 127) return
  throw noSandbox(helper)
}

/** @param {string} helper */
export const noSandbox = (helper) =>
  new SetupError(
    "Electron's sandbox cannot start: this kernel does not let ordinary users create namespaces.",
    `Either let the sandbox helper do it:\n  sudo chown root ${helper} && sudo chmod 4755 ${helper}\n` +
      'or allow the namespaces (the second line where AppArmor restricts them, as Ubuntu does):\n' +
      '  sudo sysctl -w kernel.unprivileged_userns_clone=1\n' +
      '  sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0',
  )

/** @param {string} file */
function isSetuidRoot(file) {
  const found = statSync(file, { throwIfNoEntry: false })
  return found !== undefined && found.uid === 0 && (found.mode & 0o4000) !== 0
}
