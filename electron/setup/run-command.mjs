import { spawn } from 'node:child_process'
import { accessSync, constants, statSync } from 'node:fs'
import path from 'node:path'

/**
 * @typedef {object} CommandResult
 * @property {number} code exit code; 127 when the command could not be started, 128 + n after signal n
 * @property {string} stdout
 * @property {string} output stdout and stderr in the order of arrival
 */

/**
 * Runs a command without a terminal and waits for it. Never rejects: what happened is in the result.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, onStart?: (stop: () => void) => void }} [options]
 *   `onStart` gets a function that ends the command early
 * @returns {Promise<CommandResult>}
 */
export function runCommand(command, args, { cwd, env = process.env, onStart } = {}) {
  return new Promise((resolve) => {
    let stdout = ''
    let output = ''
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
    child.stdout.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      stdout += text
      output += text
    })
    child.stderr.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      output += text
    })
    child.on('error', (error) => {
      resolve({ code: 127, stdout, output: `${output}${error.message}` })
    })
    child.on('close', (code, signal) => {
      resolve({ code: code ?? (signal === null ? 1 : 128 + 15), stdout, output })
    })
    onStart?.(() => child.kill())
  })
}

/**
 * The npm that runs us, so that a script started by one npm never calls another.
 *
 * @param {readonly string[]} args
 * @returns {[command: string, args: string[]]}
 */
export function npmCommand(args) {
  const running = process.env['npm_execpath']
  if (running !== undefined && /npm-cli\.c?js$/.test(running)) {
    return [process.execPath, [running, ...args]]
  }
  return ['npm', [...args]]
}

/**
 * Where a program is, or undefined. The sbin folders are searched too: an ordinary user's PATH
 * lacks them, and Debian puts daemons there.
 *
 * @param {string} program
 * @param {NodeJS.ProcessEnv} [env]
 */
export function findProgram(program, env = process.env) {
  const folders = (env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '')
  return [...folders, '/usr/sbin', '/sbin', '/usr/local/sbin']
    .map((folder) => path.join(folder, program))
    .find(isExecutable)
}

/** @param {string} file */
export function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}

/**
 * The last lines of a command's output, which is where the reason of a failure stands.
 *
 * @param {string} output
 */
export const lastLines = (output, count = 12) =>
  output.trimEnd().split('\n').slice(-count).join('\n')

/** Root may install Debian packages and must run Electron without its sandbox. */
export const isRoot = () => process.getuid?.() === 0
