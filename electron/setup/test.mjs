/**
 * `npm test`: does what is missing, runs every suite, and ends with the sum over all of them.
 * `npm test -- FILTER` runs only the unit tests whose file name contains FILTER.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { startDisplay } from './display.mjs'
import { findMosquitto } from './mosquitto.mjs'
import { createOrderedOutput } from './ordered-output.mjs'
import { describeFailure } from './setup-error.mjs'
import { setUp } from './setup.mjs'
import { closingLine, crashed, sumOutcomes } from './test-counts.mjs'
import { checks, endToEndReport, endToEndTests, runSuite, unitTests } from './test-suites.mjs'

/** @typedef {import('./test-counts.mjs').Outcome} Outcome */

const print = (/** @type {string} */ text) => process.stdout.write(text)

const outcomes = await runAll(process.argv.slice(2))
const failures = outcomes.flatMap((outcome) => outcome.failures)
if (failures.length > 0) print(`\nFailed:\n${failures.map((line) => `  ${line}\n`).join('')}`)
const total = sumOutcomes(outcomes)
print(`\n${closingLine(total)}\n`)
process.exitCode = total.failed === 0 ? 0 : 1

/**
 * @param {readonly string[]} filter
 * @returns {Promise<Outcome[]>}
 */
async function runAll(filter) {
  try {
    await setUp({ need: 'test' })
  } catch (error) {
    print(`${describeFailure(error)}\n`)
    return [{ ...crashed('setup', 1), failures: ['setup: see above what to do'] }]
  }
  const reports = await mkdtemp(path.join(os.tmpdir(), 'sluice-test-'))
  try {
    const env = testEnvironment()
    if (filter.length > 0) return await runFiltered(reports, filter, env)
    return [...(await runWithoutApp(reports, env)), await runWithApp(reports, env)]
  } finally {
    await rm(reports, { recursive: true, force: true })
  }
}

/**
 * @param {string} reports
 * @param {readonly string[]} filter
 * @param {NodeJS.ProcessEnv} env
 */
async function runFiltered(reports, filter, env) {
  print(`Only unit tests with "${filter.join('" or "')}" in the file name\n`)
  return [await runSuite(unitTests(reports, filter), createOrderedOutput(print)(), env)]
}

/**
 * Checks and unit tests need nothing of each other, so they share the processors.
 *
 * @param {string} reports
 * @param {NodeJS.ProcessEnv} env
 */
async function runWithoutApp(reports, env) {
  const openChannel = createOrderedOutput(print)
  const channels = checks.map((suite) => ({ suite, output: openChannel() }))
  const unit = runSuite(unitTests(reports, []), openChannel(), env)
  /** @type {Outcome[]} */
  const results = []
  for (const { suite, output } of channels) results.push(await runSuite(suite, output, env))
  return [...results, await unit]
}

/**
 * Tests on the real app run alone: they watch a live display, and other load would slow them.
 *
 * @param {string} reports
 * @param {NodeJS.ProcessEnv} env
 */
async function runWithApp(reports, env) {
  const suite = endToEndTests(reports)
  /** @type {import('./display.mjs').Display | undefined} */
  let display
  try {
    if (process.platform === 'linux') display = await startDisplay()
    return await runSuite(suite, createOrderedOutput(print)(), {
      ...env,
      PLAYWRIGHT_JSON_OUTPUT_FILE: endToEndReport(reports),
      ...display?.env,
    })
  } catch (error) {
    print(`${describeFailure(error)}\n`)
    return crashed(suite.name, 1)
  } finally {
    await display?.stop()
  }
}

/** Tests find the broker in SLUICE_MOSQUITTO, and as `mosquitto`. */
function testEnvironment() {
  const mosquitto = findMosquitto() ?? ''
  const isTerminal = process.stdout.isTTY
  return {
    ...process.env,
    SLUICE_MOSQUITTO: mosquitto,
    PATH: [process.env['PATH'] ?? '', path.dirname(mosquitto)].join(path.delimiter),
    // The suites write into a pipe and cannot see where it ends.
    ...(isTerminal ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' }),
  }
}
