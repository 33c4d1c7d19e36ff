import { fileURLToPath } from 'node:url'
import { hasDisplay, startDisplay } from './display.mjs'
import { repositoryFolder } from './paths.mjs'
import { launchEnvironment, resolveRuntime } from './runtime.mjs'
import { canSandbox } from './sandbox.mjs'

/**
 * What Playwright's `_electron.launch` needs to run the app on the runtime that setup installed.
 *
 * @typedef {object} LaunchOptions
 * @property {string} executablePath
 * @property {string[]} args ends with the app folder; the app's own arguments go behind it
 * @property {Record<string, string>} env
 * @property {boolean} chromiumSandbox on for an ordinary user where the kernel allows it
 */

const loader = fileURLToPath(new URL('playwright-loader.cjs', import.meta.url))

/** @type {Promise<import('./display.mjs').Display> | undefined} */
let ownDisplay

/**
 * Without a display, a virtual one is started for as long as this process lives.
 *
 * @returns {Promise<LaunchOptions>}
 */
export async function electronForTests(appFolder = repositoryFolder) {
  const env = launchEnvironment()
  if (process.platform === 'linux' && !hasDisplay(env)) {
    ownDisplay ??= startDisplay()
    Object.assign(env, (await ownDisplay).env)
  }
  const { executablePath } = resolveRuntime()
  return {
    executablePath,
    args: ['-r', loader, appFolder],
    env,
    chromiumSandbox: await canSandbox(executablePath),
  }
}
