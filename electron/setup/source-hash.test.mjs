import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { hashSources } from './source-hash.mjs'

let folder = ''
const write = (/** @type {string} */ name, /** @type {string} */ text) =>
  writeFile(path.join(folder, name), text)
const hash = () => hashSources(folder, ['engine', 'package.json', 'absent'])

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sluice-hash-'))
  await mkdir(path.join(folder, 'engine', 'syntax'), { recursive: true })
  await write('engine/syntax/lexer.ts', 'one')
  await write('package.json', '{}')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test.each([
  ['a changed source', () => write('engine/syntax/lexer.ts', 'two')],
  ['a new source', () => write('engine/index.ts', '')],
  ['a changed single file', () => write('package.json', '{ }')],
  ['a removed source', () => rm(path.join(folder, 'engine/syntax/lexer.ts'))],
])('%s changes the hash', async (_name, change) => {
  const before = await hash()
  await change()
  expect(await hash()).not.toBe(before)
})

test.each([
  ['a test', () => write('engine/syntax/lexer.test.ts', 'x')],
  ['a note', () => write('engine/README.md', 'x')],
  ['a new time', () => utimes(path.join(folder, 'package.json'), 1, 1)],
])('%s leaves it as it is', async (_name, change) => {
  const before = await hash()
  await change()
  expect(await hash()).toBe(before)
})
