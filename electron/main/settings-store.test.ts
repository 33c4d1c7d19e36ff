import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openSettings } from './settings-store.ts'
import type { SettingsStore } from './settings-store.ts'
import { temporaryFolder } from './testing/folders.ts'

async function open(file: string): Promise<{ settings: SettingsStore; warnings: string[] }> {
  const warnings: string[] = []
  return { settings: await openSettings(file, (message) => warnings.push(message)), warnings }
}

test('what was changed is there at the next start', async () => {
  const file = join(await temporaryFolder(), 'settings.json')
  const { settings } = await open(file)
  expect(settings.current()).toEqual({
    theme: 'system',
    recent: [],
    pluginFolders: [],
    allowsWeakSecrets: false,
    window: { width: 1440, height: 900 },
  })
  void settings.update({ theme: 'dark' })
  void settings.update({ window: { width: 1000, height: 700 } })
  await settings.settled()
  const next = await open(file)
  expect(next.warnings).toEqual([])
  expect(next.settings.current()).toMatchObject({ theme: 'dark', window: { width: 1000 } })
})

test('recent projects: the last one first, each once, ten at most', async () => {
  const { settings } = await open(join(await temporaryFolder(), 'settings.json'))
  for (let number = 1; number <= 12; number += 1) {
    await settings.addRecent(`p${number}`, `/work/p${number}`)
  }
  await settings.addRecent('p5', '/work/p5')
  const names = settings.current().recent.map(({ name }) => name)
  expect(names).toEqual(['p5', 'p12', 'p11', 'p10', 'p9', 'p8', 'p7', 'p6', 'p4', 'p3'])
})

test('a settings file that is no JSON costs the settings, says so and is kept until a change', async () => {
  const file = join(await temporaryFolder(), 'settings.json')
  await writeFile(file, '{"theme": ')
  const { settings, warnings } = await open(file)
  expect(settings.current().theme).toBe('system')
  expect(warnings).toEqual([expect.stringContaining(file)])
  expect(await readFile(file, 'utf8')).toBe('{"theme": ')
})

test('a single wrong value costs only itself', async () => {
  const file = join(await temporaryFolder(), 'settings.json')
  await writeFile(file, '{"theme": "dark", "recent": "none", "window": {"width": 3}}')
  const { settings } = await open(file)
  expect(settings.current()).toEqual({
    theme: 'dark',
    recent: [],
    pluginFolders: [],
    allowsWeakSecrets: false,
    window: { width: 1440, height: 900 },
  })
})
