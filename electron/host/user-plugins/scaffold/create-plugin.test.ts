import { spawnSync } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { expect, test } from 'vitest'
import type { PluginKind } from '../protocol.ts'
import { createFolder, startRules } from '../testing/plugin-folder.ts'
import { createPlugin } from './create-plugin.ts'
import { readNames } from './names.ts'

test.each([
  ['my-sink', { type: 'mySink', symbol: 'MySink', title: 'My sink' }],
  ['MySink', { type: 'mySink', symbol: 'MySink', title: 'My sink' }],
  ['to_file2', { type: 'toFile2', symbol: 'ToFile2', title: 'To file2' }],
  ['x', { type: 'x', symbol: 'X', title: 'X' }],
  ['1st', undefined],
  ['a b', undefined],
  ['../up', undefined],
  ['', undefined],
])('%j gives the names %j', (text, names) => {
  expect(readNames(text)).toEqual(names)
})

test.each<PluginKind>(['sink', 'source', 'function', 'format'])(
  'the %s that is made passes its own test and loads without a problem',
  async (kind) => {
    const place = await createFolder()
    const { folder } = place
    const made = await createPlugin(kind, `my-${kind}`, folder)
    // A test runner's own settings would make the inner one report to it.
    const env = { ...process.env, NODE_TEST_CONTEXT: undefined, NODE_OPTIONS: undefined }
    const result = spawnSync(process.execPath, ['--test'], {
      cwd: made.folder,
      env,
      encoding: 'utf8',
    })
    expect(result.status, `${result.stdout}\n${result.stderr}`).toBe(0)
    expect(result.stdout).toMatch(/# pass [13]/)
    const plugins = await place.open()
    expect(plugins.problems()).toEqual([])
    expect(plugins.list()).toMatchObject([{ id: `${kind} ${made.type}`, version: '0.1.0' }])
  },
)

test('the sink that is made writes rows of a rule', async () => {
  const place = await createFolder()
  const { folder } = place
  await createPlugin('sink', 'my-sink', folder)
  const rules = await startRules(await place.open(), [
    { rows: [{ a: 1 }, { a: 2 }], actions: [{ mySink: { path: 'x.jsonl' } }] },
  ])
  await rules.until('action/r0/0', ({ rowsOut }) => rowsOut === 2)
  expect(await readdir(`${folder}/.data/sink-mySink`)).toContain('x.jsonl')
})

test('a folder that is there is never overwritten', async () => {
  const { folder } = await createFolder()
  await createPlugin('sink', 'my-sink', folder)
  await expect(createPlugin('sink', 'mySink', folder)).rejects.toThrow(
    /sinks\/mySink is there already; choose another name/,
  )
})

test.each([
  ['sink', 'mqtt'],
  ['function', 'Upper'],
  ['format', 'JSON'],
] as const)('a %s is not made with the name %s, which is built in', async (kind, name) => {
  const { folder } = await createFolder()
  await expect(createPlugin(kind, name, folder)).rejects.toThrow(/is built in; choose another name/)
  expect(await readdir(folder)).toEqual([])
})
