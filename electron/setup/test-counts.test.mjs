import { describe, expect, test } from 'vitest'
import {
  closingLine,
  countCheck,
  countPlaywright,
  countVitest,
  crashed,
  sumOutcomes,
} from './test-counts.mjs'

const vitest = (/** @type {Partial<import('./test-counts.mjs').VitestReport>} */ report) => ({
  numPassedTests: 0,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [],
  ...report,
})
const stats = { expected: 0, unexpected: 0, flaky: 0, skipped: 0 }

describe('a check', () => {
  test.each([
    [0, 1, 0],
    [2, 0, 1],
  ])('with exit code %i counts %i passed, %i failed', (code, passed, failed) => {
    expect(countCheck('lint', code)).toMatchObject({ passed, failed, skipped: 0 })
  })
})

describe('unit tests', () => {
  test('count tests, and skipped and planned ones together', () => {
    const report = vitest({ numPassedTests: 7, numPendingTests: 2, numTodoTests: 1 })
    expect(countVitest('unit', 0, report)).toMatchObject({ passed: 7, failed: 0, skipped: 3 })
  })

  test('name each failed test', () => {
    const assertionResults = [
      { status: 'passed', fullName: 'a' },
      { status: 'failed', fullName: 'b works' },
    ]
    const testResults = [{ name: 'x.test.ts', status: 'failed', assertionResults }]
    const report = vitest({ numPassedTests: 1, numFailedTests: 1, testResults })
    expect(countVitest('unit', 1, report)).toMatchObject({
      passed: 1,
      failed: 1,
      failures: ['b works'],
    })
  })

  test('count a file that cannot be loaded as one failure', () => {
    const file = { name: 'x.test.ts', status: 'failed', message: 'no such module\n at y' }
    const report = vitest({ testResults: [{ ...file, assertionResults: [] }] })
    expect(countVitest('unit', 1, report)).toMatchObject({
      failed: 1,
      failures: ['x.test.ts: no such module'],
    })
  })

  test('that pass but end with an error count one failure', () => {
    const outcome = countVitest('unit', 1, vitest({ numPassedTests: 3 }))
    expect(outcome).toMatchObject({ passed: 3, failed: 1 })
  })

  test('without a report count one failure', () => {
    expect(countVitest('unit', 139, undefined)).toEqual(crashed('unit', 139))
  })
})

describe('end-to-end tests', () => {
  test('count a test that passed on a retry as passed', () => {
    const report = { stats: { ...stats, expected: 4, flaky: 1, skipped: 2 } }
    expect(countPlaywright('e2e', 0, report)).toMatchObject({ passed: 5, failed: 0, skipped: 2 })
  })

  test('name failed tests in nested groups', () => {
    const inner = { title: 'saving', specs: [{ title: 'keeps edits', ok: false }] }
    const suites = [{ title: 'a.spec.ts', specs: [{ title: 'opens', ok: true }], suites: [inner] }]
    const report = { stats: { ...stats, expected: 1, unexpected: 1 }, suites }
    expect(countPlaywright('e2e', 1, report)).toMatchObject({
      failed: 1,
      failures: ['a.spec.ts > saving > keeps edits'],
    })
  })

  test('that could not begin count one failure with the reason', () => {
    const report = { stats, errors: [{ message: 'No tests found\nmore' }] }
    expect(countPlaywright('e2e', 1, report)).toMatchObject({
      failed: 1,
      failures: ['No tests found'],
    })
  })
})

test('the closing line sums all suites and leaves out what is zero', () => {
  const one = { suite: 'a', passed: 2, failed: 0, skipped: 0, failures: [] }
  const two = { suite: 'b', passed: 3, failed: 1, skipped: 0, failures: ['x'] }
  expect(closingLine(sumOutcomes([one, two]))).toBe('5 passed, 1 failed')
  expect(closingLine(sumOutcomes([one, { ...two, skipped: 4 }]))).toBe(
    '5 passed, 1 failed, 4 skipped',
  )
})
