/**
 * `npm start [-- ARGUMENTS]`: does what is missing, then runs the app with the arguments. They are
 * the app's own (a project folder, `--snapshot FILE.png`, `--size WxH`); see the README.
 */
import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { endingWithParent, hasDisplay, startDisplay } from './display.mjs'
import { repositoryFolder } from './paths.mjs'
import { forwardStderr } from './quiet-stderr.mjs'
import { launchArguments, launchEnvironment, resolveRuntime } from './runtime.mjs'
import { checkSandbox } from './sandbox.mjs'
import { describeFailure } from './setup-error.mjs'
import { setUp } from './setup.mjs'
import { checkStartArguments, usage } from './start-arguments.mjs'
import { parseSize } from './window-size.mjs'

const endLimitMs = 5000

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  process.stderr.write(`${describeFailure(error)}\n`)
  process.exitCode = 1
}

/** @param {readonly string[]} args */
async function main(args) {
  const checked = checkStartArguments(args)
  switch (checked.kind) {
    case 'help':
      process.stdout.write(usage)
      return 0
    case 'version':
      process.stdout.write(`${await readVersion()}\n`)
      return 0
    case 'refused':
      process.stderr.write(checked.message)
      return 2
    case 'start':
      await setUp({ need: 'start' })
      return start(args)
  }
}

/** @returns {Promise<string>} */
async function readVersion() {
  const text = await readFile(path.join(repositoryFolder, 'package.json'), 'utf8')
  return JSON.parse(text).version
}

/** @param {readonly string[]} args */
async function start(args) {
  const runtime = resolveRuntime()
  await checkSandbox(runtime.executablePath)
  const display = await displayFor(args)
  const env = { ...launchEnvironment(), ...display?.env }
  try {
    const appArgs = [...launchArguments(env), repositoryFolder, ...args]
    return await runApp(runtime.executablePath, appArgs, env)
  } finally {
    await display?.stop()
  }
}

/** @param {readonly string[]} args */
async function displayFor(args) {
  if (process.platform !== 'linux' || hasDisplay()) return undefined
  const display = await startDisplay(parseSize(args))
  process.stderr.write(`No display here: the app runs on the virtual display ${display.name}.\n`)
  return display
}

/**
 * @param {string} executablePath
 * @param {readonly string[]} args
 * @param {Record<string, string>} env
 * @returns {Promise<number>} the exit code
 */
function runApp(executablePath, args, env) {
  const [command, commandArgs] = endingWithParent(executablePath, args)
  const child = spawn(command, commandArgs, { env, stdio: ['inherit', 'inherit', 'pipe'] })
  forwardStderr(child.stderr, process.stderr)
  const stopForwarding = forwardSignals(child)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      stopForwarding()
      resolve(code ?? 128 + (os.constants.signals[signal ?? 'SIGTERM'] ?? 15))
    })
  })
}

/**
 * Hands Ctrl-C and its kin to the app, which may want to save, and ends it when it takes too long
 * or when the signal comes again.
 *
 * @param {import('node:child_process').ChildProcess} child
 */
function forwardSignals(child) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer
  const onSignal = (/** @type {NodeJS.Signals} */ signal) => {
    if (timer !== undefined) {
      child.kill('SIGKILL')
      return
    }
    child.kill(signal)
    timer = setTimeout(() => child.kill('SIGKILL'), endLimitMs)
  }
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])
  for (const signal of signals) process.on(signal, onSignal)
  return () => {
    clearTimeout(timer)
    for (const signal of signals) process.off(signal, onSignal)
  }
}
