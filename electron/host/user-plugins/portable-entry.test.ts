import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { testPluginFolder } from '../portable/test-plugin/open-plugin.ts'
import { openTrustFile } from './index.ts'
import { createFolder, startRules } from './testing/plugin-folder.ts'

test('a portable plugin of eKuiper is offered once it is trusted, and its sink takes rows', async () => {
  const folder = await createFolder()
  await cp(testPluginFolder, join(folder.folder, 'portable/acme'), { recursive: true })
  const trust = await openTrustFile(join(folder.folder, 'trusted.json'))
  const plugins = await folder.open({ trust })
  expect(plugins.list()).toMatchObject([{ id: 'portable acme', state: 'untrusted' }])
  expect(plugins.plugins()).toEqual([])

  await plugins.trust('portable acme', false)
  expect(plugins.list()).toMatchObject([{ kind: 'portable', state: 'ready' }])
  const types = plugins.plugins().flatMap(({ components }) => components.map(({ type }) => type))
  expect(types).toContain('collector')
  const rules = await startRules(plugins, [
    { rows: [{ a: 1 }, { a: 2 }], actions: [{ collector: { path: 'x', sendSingle: true } }] },
  ])
  await rules.until('action/r0/0', ({ rowsOut }) => rowsOut === 2)
})

test('a portable plugin that cannot be read is reported and harms nothing else', async () => {
  const folder = await createFolder({
    'portable/broken/broken.json': '{ "language": "cobol" }',
    'sinks/Good.mjs': 'export class Good { configure() {} open() {} collect() {} close() {} }',
  })
  const plugins = await folder.open()
  expect(plugins.problems()).toMatchObject([
    { message: expect.stringMatching(/must be "python" or "go"/) as string },
  ])
  expect(plugins.plugins().map(({ id }) => id)).toEqual(['user.sink.good'])
})
