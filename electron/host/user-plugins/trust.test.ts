import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openTrustFile } from './index.ts'
import { createFolder } from './testing/plugin-folder.ts'

const code = (note: string): string => `import { writeFileSync } from 'node:fs'
import net from 'node:net'
writeFileSync(new URL('ran.txt', import.meta.url), '${note}')
export class MySink { configure() {} open() { net.connect(1) } collect() {} close() {} }`

test('a plugin that is new or was changed runs nothing before it is trusted', async () => {
  const folder = await createFolder({ 'sinks/MySink.mjs': code('first') })
  const file = join(folder.folder, 'trusted.json')
  const ran = (): Promise<string> =>
    readFile(join(folder.folder, 'sinks/ran.txt'), 'utf8').catch(() => 'nothing')
  const plugins = await folder.open({ trust: await openTrustFile(file) })
  expect(plugins.plugins()).toEqual([])
  expect(plugins.list()).toMatchObject([
    {
      state: 'untrusted',
      reaches: ['fs', 'net'],
      message: 'it is new here and runs once you trust it',
    },
  ])
  expect(await ran()).toBe('nothing')

  await plugins.trust('sink mySink', false)
  expect(plugins.list()).toMatchObject([{ state: 'ready', message: undefined }])
  expect(await ran()).toBe('first')

  await folder.write('sinks/MySink.mjs', code('second'))
  await plugins.reload()
  expect(plugins.list()).toMatchObject([{ state: 'untrusted', isOlderUsed: true }])
  expect(await ran()).toBe('first')
  await plugins.trust('sink mySink', true)
  expect(await ran()).toBe('second')

  await folder.write('sinks/MySink.mjs', code('third'))
  await plugins.reload()
  expect(plugins.list()).toMatchObject([{ state: 'ready' }])
  expect(await ran()).toBe('third')
})

test('trust is remembered by content', async () => {
  const folder = await createFolder({ 'sinks/MySink.mjs': code('first') })
  const file = join(folder.folder, 'trusted.json')
  const first = await folder.open({ trust: await openTrustFile(file) })
  await first.trust('sink mySink', false)
  const again = await folder.open({ trust: await openTrustFile(file) })
  expect(again.list()).toMatchObject([{ state: 'ready' }])
  await folder.write('sinks/MySink.mjs', code('other'))
  const changed = await folder.open({ trust: await openTrustFile(file) })
  expect(changed.list()).toMatchObject([{ state: 'untrusted' }])
})

test('a trust file that is damaged trusts nothing', async () => {
  const folder = await createFolder({ 'sinks/MySink.mjs': code('first') })
  const file = join(folder.folder, 'trusted.json')
  await writeFile(file, '{ "x"')
  const plugins = await folder.open({ trust: await openTrustFile(file) })
  expect(plugins.list()).toMatchObject([{ state: 'untrusted' }])
})

test('a name that is built in is refused', async () => {
  const folder = await createFolder({ 'sinks/mqtt.mjs': code('x') })
  const plugins = await folder.open({ taken: new Set(['sink mqtt']) })
  expect(plugins.problems()).toMatchObject([
    { message: 'the sink "mqtt" is built in; give yours another name' },
  ])
})
