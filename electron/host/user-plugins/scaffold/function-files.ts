import type { PluginNames } from './names.ts'
import type { ScaffoldLanguage } from './typed.ts'

/** A function of its arguments alone. */
export const functionFiles = (
  { type }: PluginNames,
  language: ScaffoldLanguage,
): Readonly<Record<string, string>> => ({
  [language === 'ts' ? 'index.ts' : 'index.mjs']:
    language === 'ts'
      ? `/** ${type}(text): the text backwards, null for anything else. */
export function ${type}(text: unknown): string | null {
  return typeof text === 'string' ? [...text].reverse().join('') : null
}
`
      : `/**
 * ${type}(text): the text backwards, null for anything else.
 *
 * @param {unknown} text
 */
export function ${type}(text) {
  return typeof text === 'string' ? [...text].reverse().join('') : null
}
`,
  'index.test.mjs': `import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ${type} } from './index.${language === 'ts' ? 'ts' : 'mjs'}'

test('texts are turned, other values are null', () => {
  assert.equal(${type}('abc'), 'cba')
  assert.equal(${type}(5), null)
})
`,
})
