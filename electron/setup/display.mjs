import { spawn } from 'node:child_process'
import { createDisplayKey } from './display-key.mjs'
import { findProgram } from './run-command.mjs'
import { SetupError } from './setup-error.mjs'

/**
 * A virtual display (Xvfb) for machines without a screen. It picks a free number by itself and
 * ends with us, whatever way we end.
 */

/**
 * @typedef {object} Display
 * @property {string} name such as `:99`
 * @property {Record<string, string>} env what a program needs to show on it and not elsewhere
 * @property {() => Promise<void>} stop ends it and waits until it has ended; may be called again
 */

const startLimitMs = 20_000
const smallest = { width: 1920, height: 1200 }

/** @param {NodeJS.ProcessEnv} env */
export const hasDisplay = (env = process.env) =>
  [env['DISPLAY'], env['WAYLAND_DISPLAY']].some((name) => name !== undefined && name !== '')

/**
 * Starts a virtual display that is large enough for a window of the given size.
 *
 * @param {{ width?: number, height?: number }} [window]
 * @returns {Promise<Display>}
 */
export async function startDisplay({ width = 0, height = 0 } = {}) {
  const screen = `${Math.max(width, smallest.width)}x${Math.max(height, smallest.height)}x24`
  const key = createDisplayKey()
  const args = ['-displayfd', '3', '-screen', '0', screen, '-auth', key.file]
  const [command, commandArgs] = endingWithParent('Xvfb', [...args, '-nolisten', 'tcp', '-noreset'])
  // In a session of its own, Ctrl-C in our terminal does not take it away before the app has ended.
  const child = spawn(command, commandArgs, {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const end = () => {
    child.kill('SIGTERM')
    key.remove()
  }
  process.on('exit', end)
  const ended = new Promise((resolve) => {
    child.on('exit', resolve)
    child.on('error', resolve)
  })
  const stop = async () => {
    process.off('exit', end)
    child.ref()
    end()
    await ended
    child.unref()
  }
  try {
    const name = `:${await readDisplayNumber(child)}`
    child.unref()
    for (const stream of child.stdio) unref(stream)
    // A Wayland session around us must not draw the app to its own screen.
    const onlyX11 = { WAYLAND_DISPLAY: '', XDG_SESSION_TYPE: 'x11', GDK_BACKEND: 'x11' }
    return { name, stop, env: { ...onlyX11, DISPLAY: name, XAUTHORITY: key.file } }
  } catch (error) {
    await stop()
    throw error
  }
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<string>}
 */
function readDisplayNumber(child) {
  return new Promise((resolve, reject) => {
    let complaint = ''
    let answer = ''
    const fail = (/** @type {string} */ reason) => {
      reject(
        new SetupError(
          `The virtual display did not start: ${reason}\n${complaint}`.trimEnd(),
          'Check that Xvfb is installed (apt-get install xvfb) and that /tmp can be written,\n' +
            'or set DISPLAY to a display that is there.',
        ),
      )
    }
    const timer = setTimeout(() => fail('no answer'), startLimitMs)
    child.stderr?.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      complaint = `${complaint}${text}`.slice(-2000)
    })
    child.stdio[3]?.on('data', (/** @type {Buffer} */ bytes) => {
      answer += bytes.toString('latin1')
      if (!answer.includes('\n')) return
      clearTimeout(timer)
      resolve(answer.trim())
    })
    child.on('error', (error) => {
      clearTimeout(timer)
      fail(error.message)
    })
    child.on('exit', (code, signal) => {
      clearTimeout(timer)
      fail(`it ended with ${signal ?? `exit code ${code}`}`)
    })
  })
}

/**
 * A command that the kernel ends when this process dies, so that not even `kill -9` leaves it
 * behind. `setpriv` is part of every Debian; without it the command runs unchanged.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {[command: string, args: string[]]}
 */
export function endingWithParent(command, args) {
  const setpriv = process.platform === 'linux' ? findProgram('setpriv') : undefined
  if (setpriv === undefined) return [command, [...args]]
  return [setpriv, ['--pdeathsig', 'TERM', '--', command, ...args]]
}

/** @param {unknown} stream a pipe that must not keep this process alive */
function unref(stream) {
  if (typeof stream === 'object' && stream !== null && 'unref' in stream) {
    if (typeof stream.unref === 'function') stream.unref()
  }
}
