import { installCommand, installPackages, isDebian } from '../debian.mjs'
import { hasDisplay } from '../display.mjs'
import { findProgram, isRoot, runCommand } from '../run-command.mjs'
import { SetupError } from '../setup-error.mjs'

/**
 * The system libraries that Electron loads: each by the name the loader knows it by, and the Debian
 * package that has it.
 */
const libraries = /** @type {const} */ ([
  ['libgtk-3.so.0', 'libgtk-3-0'],
  ['libnss3.so', 'libnss3'],
  ['libasound.so.2', 'libasound2'],
  ['libgbm.so.1', 'libgbm1'],
  ['libXss.so.1', 'libxss1'],
  ['libatk-bridge-2.0.so.0', 'libatk-bridge2.0-0'],
  ['libdrm.so.2', 'libdrm2'],
  ['libxkbcommon.so.0', 'libxkbcommon0'],
  ['libXtst.so.6', 'libxtst6'],
  ['libnotify.so.4', 'libnotify4'],
  ['libsecret-1.so.0', 'libsecret-1-0'],
])

/**
 * Makes sure that Electron can start: its libraries and, where there is no display, Xvfb.
 *
 * @param {import('../progress.mjs').Progress} progress
 * @param {{ needsDisplay: boolean }} options tests bring their own display even where there is one
 */
export async function ensureSystemLibraries(progress, { needsDisplay }) {
  if (process.platform !== 'linux') return
  const missing = missingPackages({
    known: await loaderNames(),
    needsXvfb: needsDisplay && findProgram('Xvfb') === undefined,
  })
  if (missing.length === 0) return
  if (!isDebian() || !isRoot()) throw cannotInstall(missing, isDebian())
  await progress.run(`Debian packages for Electron (${missing.length})`, (report) =>
    installPackages(missing, report),
  )
}

/** Whether `npm start` needs a virtual display here. */
export const needsVirtualDisplay = () => !hasDisplay()

/**
 * @param {{ known: ReadonlySet<string>, needsXvfb: boolean }} machine
 * @returns {string[]}
 */
export function missingPackages({ known, needsXvfb }) {
  const missing = libraries.filter(([name]) => !known.has(name)).map(([, debian]) => debian)
  return needsXvfb ? ['xvfb', ...missing] : missing
}

/**
 * @param {readonly string[]} missing
 * @param {boolean} isDebianLike
 */
export function cannotInstall(missing, isDebianLike) {
  if (isDebianLike) {
    return new SetupError(
      `Electron needs Debian packages that are not installed: ${missing.join(' ')}`,
      `Only root may install them. Run this, then start again:\n  ${installCommand(missing)}`,
    )
  }
  const names = libraries.filter(([, debian]) => missing.includes(debian)).map(([name]) => name)
  const programs = missing.includes('xvfb') ? ['Xvfb'] : []
  return new SetupError(
    `Electron needs what is not installed: ${[...programs, ...names].join(', ')}`,
    'Install the packages of your distribution that have them, then start again.',
  )
}

/** The libraries that the loader finds for programs of our architecture. */
async function loaderNames() {
  const listing = await runCommand(findProgram('ldconfig') ?? 'ldconfig', ['-p'])
  return parseLoaderCache(listing.stdout, process.arch)
}

/**
 * @param {string} listing what `ldconfig -p` prints
 * @param {string} arch
 */
export function parseLoaderCache(listing, arch) {
  const wanted = arch === 'x64' ? 'x86-64' : arch === 'arm64' ? 'AArch64' : undefined
  /** @type {Set<string>} */
  const names = new Set()
  for (const line of listing.split('\n')) {
    const [, name, kind] = /^\s+(\S+) \(([^)]*)\)/.exec(line) ?? []
    if (name === undefined || kind === undefined) continue
    if (wanted === undefined || kind.includes(wanted)) names.add(name)
  }
  return names
}
