/**
 * What the suites report, brought to one form and summed up.
 */

/**
 * @typedef {object} Outcome
 * @property {string} suite
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {readonly string[]} failures one line for each failure that has a name or a reason
 */

/**
 * A check, such as the type check, counts as one test.
 *
 * @param {string} suite
 * @param {number} exitCode
 * @returns {Outcome}
 */
export function countCheck(suite, exitCode) {
  if (exitCode === 0) return { suite, passed: 1, failed: 0, skipped: 0, failures: [] }
  return { suite, passed: 0, failed: 1, skipped: 0, failures: [`${suite}: see its output above`] }
}

/**
 * @typedef {object} VitestReport
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {number} numTodoTests
 * @property {readonly VitestFile[]} testResults
 *
 * @typedef {object} VitestFile
 * @property {string} name
 * @property {string} status
 * @property {string} [message]
 * @property {readonly { status: string, fullName: string }[]} assertionResults
 */

/**
 * @param {string} suite
 * @param {number} exitCode
 * @param {VitestReport | undefined} report
 * @returns {Outcome}
 */
export function countVitest(suite, exitCode, report) {
  if (report === undefined) return crashed(suite, exitCode)
  const tests = report.testResults.flatMap(({ assertionResults }) => assertionResults)
  const failedTests = tests.filter(({ status }) => status === 'failed')
  // A file that cannot even be loaded fails without having a test.
  const failedFiles = report.testResults.filter(
    (file) =>
      file.status === 'failed' && file.assertionResults.every(({ status }) => status !== 'failed'),
  )
  return withExitCode(exitCode, {
    suite,
    passed: report.numPassedTests,
    failed: failedTests.length + failedFiles.length,
    skipped: report.numPendingTests + report.numTodoTests,
    failures: [
      ...failedTests.map(({ fullName }) => fullName),
      ...failedFiles.map(({ name, message }) => `${name}: ${firstLine(message)}`),
    ],
  })
}

/**
 * @typedef {object} PlaywrightReport
 * @property {{ expected: number, unexpected: number, flaky: number, skipped: number }} stats
 * @property {readonly { message?: string }[]} [errors]
 * @property {readonly PlaywrightSuite[]} [suites]
 *
 * @typedef {object} PlaywrightSuite
 * @property {string} title
 * @property {readonly { title: string, ok: boolean }[]} [specs]
 * @property {readonly PlaywrightSuite[]} [suites]
 */

/**
 * @param {string} suite
 * @param {number} exitCode
 * @param {PlaywrightReport | undefined} report
 * @returns {Outcome}
 */
export function countPlaywright(suite, exitCode, report) {
  if (report === undefined) return crashed(suite, exitCode)
  const { expected, unexpected, flaky, skipped } = report.stats
  const errors = report.errors ?? []
  return withExitCode(exitCode, {
    suite,
    // Playwright calls a test flaky that passed on a retry.
    passed: expected + flaky,
    failed: unexpected + errors.length,
    skipped,
    failures: [
      ...(report.suites ?? []).flatMap(failedSpecs),
      ...errors.map(({ message }) => firstLine(message)),
    ],
  })
}

/**
 * @param {readonly Outcome[]} outcomes
 */
export function sumOutcomes(outcomes) {
  const sum = (/** @type {'passed' | 'failed' | 'skipped'} */ key) =>
    outcomes.reduce((total, outcome) => total + outcome[key], 0)
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') }
}

/**
 * The last line of `npm test`.
 *
 * @param {{ passed: number, failed: number, skipped: number }} counts
 */
export const closingLine = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`

/**
 * A suite that ended without saying how many tests it ran.
 *
 * @param {string} suite
 * @param {number} exitCode
 * @returns {Outcome}
 */
export function crashed(suite, exitCode) {
  const reason = `${suite}: ended with exit code ${exitCode} and no report`
  return { suite, passed: 0, failed: 1, skipped: 0, failures: [reason] }
}

/**
 * A suite that says it failed has failed, even if it counts no failed test: an unhandled rejection,
 * say, or no tests at all.
 *
 * @param {number} exitCode
 * @param {Outcome} outcome
 * @returns {Outcome}
 */
function withExitCode(exitCode, outcome) {
  if (exitCode === 0 || outcome.failed > 0) return outcome
  const reason = `${outcome.suite}: ended with exit code ${exitCode}; see its output above`
  return { ...outcome, failed: 1, failures: [reason] }
}

/**
 * @param {PlaywrightSuite} suite
 * @returns {string[]}
 */
const failedSpecs = ({ title, specs = [], suites = [] }) =>
  [...specs.filter(({ ok }) => !ok).map((spec) => spec.title), ...suites.flatMap(failedSpecs)].map(
    (name) => `${title} > ${name}`,
  )

/** @param {string | undefined} text */
const firstLine = (text = '') => text.trim().split('\n')[0] ?? ''
