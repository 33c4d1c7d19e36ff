import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createFunctionCatalog } from '../index.ts'
import { referencePage } from './page.ts'

const definitions = createFunctionCatalog().all()

test('docs/functions.md is what the definitions say now; `npm run docs` writes it', () => {
  const committed = readFileSync(new URL('../../../docs/functions.md', import.meta.url), 'utf8')
  expect(committed).toBe(referencePage(definitions))
})

test('the page has every function once', () => {
  const headings = referencePage(definitions).match(/^### .*$/gm) ?? []
  expect(headings).toHaveLength(definitions.length)
  expect(new Set(headings).size).toBe(definitions.length)
})
