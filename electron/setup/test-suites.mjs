import { spawn } from 'node:child_process'
import path from 'node:path'
import { readIfPresent } from './files.mjs'
import { inRepository, repositoryFolder } from './paths.mjs'
import { npmCommand } from './run-command.mjs'
import { countCheck, countPlaywright, countVitest } from './test-counts.mjs'

/**
 * The suites of `npm test`: what each runs and how it counts.
 */

/**
 * @typedef {object} Suite
 * @property {string} name
 * @property {() => [command: string, args: string[]]} command
 * @property {(exitCode: number) => import('./test-counts.mjs').Outcome} count
 *
 * @typedef {import('./ordered-output.mjs').Channel} Channel
 */

/** A suite that hangs must not hang `npm test`. */
const limitMs = 45 * 60_000

/** @type {readonly Suite[]} */
export const checks = [
  check('types', 'check:types'),
  check('lint', 'check:lint'),
  check('import arrows', 'check:arrows'),
  check('format', 'check:format'),
]

/**
 * @param {string} reports a folder for the report
 * @param {readonly string[]} filter parts of file names; all tests if empty
 * @returns {Suite}
 */
export function unitTests(reports, filter) {
  const name = 'unit tests'
  const file = path.join(reports, 'vitest.json')
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  return {
    name,
    command: () => [
      process.execPath,
      [inRepository('node_modules', 'vitest', 'vitest.mjs'), ...args, ...filter],
    ],
    count: (exitCode) => countVitest(name, exitCode, readReport(file)),
  }
}

/** Where Playwright writes its report: the reporter takes it from the environment only. */
export const endToEndReport = (/** @type {string} */ reports) =>
  path.join(reports, 'playwright.json')

/**
 * @param {string} reports
 * @returns {Suite}
 */
export function endToEndTests(reports) {
  const name = 'end-to-end tests'
  const args = ['test', '--config', 'e2e/playwright.config.ts', '--reporter=list,json']
  return {
    name,
    command: () => [
      process.execPath,
      [inRepository('node_modules', '@playwright', 'test', 'cli.js'), ...args],
    ],
    count: (exitCode) => countPlaywright(name, exitCode, readReport(endToEndReport(reports))),
  }
}

/**
 * @param {Suite} suite
 * @param {Channel} output
 * @param {NodeJS.ProcessEnv} env
 */
export async function runSuite(suite, output, env) {
  const startedAt = performance.now()
  output.write(`\n== ${suite.name}\n`)
  const exitCode = await runShowing(suite.command(), output, env)
  const outcome = suite.count(exitCode)
  const seconds = Math.round((performance.now() - startedAt) / 1000)
  const mark = outcome.failed === 0 ? '\u2713' : '\u2717'
  output.write(`${mark} ${suite.name}: ${outcome.passed} passed, ${outcome.failed} failed`)
  output.write(`${outcome.skipped > 0 ? `, ${outcome.skipped} skipped` : ''} (${seconds} s)\n`)
  output.close()
  return outcome
}

/**
 * @param {[command: string, args: string[]]} commandLine
 * @param {Channel} output
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>} the exit code
 */
function runShowing([command, args], output, env) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: repositoryFolder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const timer = setTimeout(() => {
      output.write(`Stopped: not done after ${limitMs / 60_000} minutes.\n`)
      child.kill()
    }, limitMs)
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => output.write(text))
    }
    child.on('error', (error) => output.write(`${error.message}\n`))
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve(code ?? 1)
    })
  })
}

/**
 * @param {string} name
 * @param {string} script in package.json
 * @returns {Suite}
 */
function check(name, script) {
  return {
    name,
    command: () => npmCommand(['run', '--silent', script]),
    count: (exitCode) => countCheck(name, exitCode),
  }
}

/** @param {string} file */
function readReport(file) {
  const text = readIfPresent(file)
  return text === undefined ? undefined : JSON.parse(text)
}
