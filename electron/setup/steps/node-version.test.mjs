import { expect, test } from 'vitest'
import { checkNodeVersion, isAtLeast } from './node-version.mjs'

test.each([
  ['20.18.0', '20.18', true],
  ['20.17.9', '20.18', false],
  ['22.0.0', '20.18', true],
  ['18.20.4', '20.18', false],
  ['20.18.1', '20.18.2', false],
])('Node %s for a needed %s: %s', (version, needed, expected) => {
  expect(isAtLeast(version, needed)).toBe(expected)
})

test('an old Node is refused by its version', () => {
  expect(() => checkNodeVersion('18.20.4')).toThrow('Node 18.20.4 is too old')
})
