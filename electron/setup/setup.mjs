/**
 * The setup step that `npm start` and `npm test` share: does what is missing on this machine and in
 * this clone, says so, and is quick when nothing is. It must run before `npm ci`, so it and all it
 * imports use plain Node only.
 */
import { createHash } from 'node:crypto'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { bundleTargets } from './build-targets.mjs'
import { buildApp } from './build.mjs'
import { withLock } from './lock.mjs'
import { cacheFolder, repositoryFolder } from './paths.mjs'
import { createProgress } from './progress.mjs'
import { describeFailure } from './setup-error.mjs'
import { ensureElectronRuntime } from './steps/electron-runtime.mjs'
import { ensureMosquitto } from './steps/mosquitto.mjs'
import { checkNodeVersion } from './steps/node-version.mjs'
import { ensurePackages } from './steps/packages.mjs'
import { ensureSystemLibraries, needsVirtualDisplay } from './steps/system-libraries.mjs'

/**
 * @param {{ need: 'start' | 'test' | 'cli', progress?: import('./progress.mjs').Progress }} options
 *   `test` adds what only tests need: Mosquitto, and a virtual display even where there is a real one;
 *   `cli` leaves out all that a window needs
 */
export async function setUp({ need, progress = createProgress() }) {
  checkNodeVersion()
  await inThisClone(progress, () => ensurePackages(progress))
  if (need === 'cli') {
    const only = bundleTargets.map(({ name }) => name)
    await inThisClone(progress, () => buildApp({ progress, only }))
    return
  }
  const needsDisplay = need === 'test' || needsVirtualDisplay()
  await ensureSystemLibraries(progress, { needsDisplay })
  if (need === 'test') await ensureMosquitto(progress)
  await ensureElectronRuntime(progress)
  await inThisClone(progress, () => buildApp({ progress }))
}

/**
 * Two commands in one clone must not install or build at the same time.
 *
 * @param {import('./progress.mjs').Progress} progress
 * @param {() => Promise<void>} work
 */
async function inThisClone(progress, work) {
  const clone = createHash('sha256').update(repositoryFolder).digest('hex').slice(0, 16)
  await withLock(path.join(cacheFolder(), `clone-${clone}.lock`), work, {
    onWait: (holder) => progress.note(`Waiting for ${holder}, which sets up this clone`),
  })
}

const isCommand = import.meta.url === pathToFileURL(process.argv[1] ?? '').href
if (isCommand) {
  const need = process.argv.includes('--test') ? 'test' : 'start'
  setUp({ need }).then(
    () => process.stderr.write('Setup is complete.\n'),
    (/** @type {unknown} */ error) => {
      process.stderr.write(`${describeFailure(error)}\n`)
      process.exitCode = 1
    },
  )
}
