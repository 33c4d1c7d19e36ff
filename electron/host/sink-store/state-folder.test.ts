import { join } from 'node:path'
import { expect, test } from 'vitest'
import { stateFolder } from './state-folder.ts'

test.each([
  ['linux', {}, ['home', '.local', 'state', 'sluice']],
  ['linux', { XDG_STATE_HOME: '' }, ['home', '.local', 'state', 'sluice']],
  ['linux', { XDG_STATE_HOME: 'given' }, ['given', 'sluice']],
  ['darwin', {}, ['home', 'Library', 'Application Support', 'sluice']],
  ['win32', { LOCALAPPDATA: 'local' }, ['local', 'sluice']],
] as const)('%s with %j', (platform, environment, parts) => {
  expect(stateFolder(platform, environment, 'home')).toBe(join(...parts))
})
