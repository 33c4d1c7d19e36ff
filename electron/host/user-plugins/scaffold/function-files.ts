import type { PluginNames } from './names.ts'

/** A function of its arguments alone. */
export const functionFiles = ({ type }: PluginNames): Readonly<Record<string, string>> => ({
  'index.mjs': `/** ${type}(text): the text backwards, null for anything else. */
export function ${type}(text) {
  return typeof text === 'string' ? [...text].reverse().join('') : null
}
`,
  'index.test.mjs': `import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ${type} } from './index.mjs'

test('texts are turned, other values are null', () => {
  assert.equal(${type}('abc'), 'cba')
  assert.equal(${type}(5), null)
})
`,
})
