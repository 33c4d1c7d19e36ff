import { join } from 'node:path'
import { expect, test } from 'vitest'
import { stateFolder, stateFolderOfRules } from './state-folder.ts'

test.each([
  ['linux', {}, ['home', '.local', 'state', 'sluice']],
  ['linux', { XDG_STATE_HOME: '' }, ['home', '.local', 'state', 'sluice']],
  ['linux', { XDG_STATE_HOME: 'given' }, ['given', 'sluice']],
  ['darwin', {}, ['home', 'Library', 'Application Support', 'sluice']],
  ['win32', { LOCALAPPDATA: 'local' }, ['local', 'sluice']],
] as const)('%s with %j', (platform, environment, parts) => {
  expect(stateFolder(platform, environment, 'home')).toBe(join(...parts))
})

test('rules of another file have another folder; the way a path is written does not matter', () => {
  const folder = stateFolderOfRules('state', 'plant/r.json')
  expect(folder).toMatch(/^state[\\/]rules[\\/]r\.json-[0-9a-f]{12}$/)
  expect(stateFolderOfRules('state', './plant/../plant/r.json')).toBe(folder)
  expect(stateFolderOfRules('state', 'other/r.json')).not.toBe(folder)
})
