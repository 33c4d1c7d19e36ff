import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { parseRuleset } from '#engine/ruleset'
import { openKeyStore } from '../secrets/key-store.ts'
import { openSecretFile } from '../secrets/secret-file.ts'
import { createSecretStore } from '../secrets/secret-store.ts'
import { temporaryFolder } from '../testing/folders.ts'
import { systemWith } from '../testing/key-stores.ts'
import { createProjectSecrets, type ProjectSecrets } from './secret-handlers.ts'

const value = 'c0rrect-horse'
let shown: string | undefined
let secrets: ProjectSecrets

beforeEach(async () => {
  shown = '/plant'
  const store = createSecretStore({
    keys: openKeyStore(systemWith('gnome_libsecret'), 'linux'),
    file: await openSecretFile(join(await temporaryFolder(), 'secrets.json'), () => undefined),
    isWeakAllowed: () => false,
    setWeakAllowed: async () => undefined,
  })
  secrets = createProjectSecrets(store, () => shown)
})

const definition = {
  streams: [],
  rules: [{ id: 'r', actions: [{ mqtt: { password: '${secret:PW}' } }], options: {} }],
  sourceConfigurations: {},
}
const text = JSON.stringify({
  streams: {},
  tables: {},
  rules: { r: '{"id":"r","sql":"","actions":[{"mqtt":{"password":"${secret:PW}"}}]}' },
})

test('what the window gets never holds a value', async () => {
  const { handlers } = secrets
  const answers = [
    await handlers['secret.store']({ id: 'PW', value }),
    await handlers['secret.list']({}),
    await handlers['secret.allowWeak']({ isAllowed: true }),
    await handlers['secret.remove']({ id: 'PW' }),
  ]
  expect(answers[1]).toMatchObject({ ids: ['PW'] })
  expect(JSON.stringify(answers)).not.toContain(value)
})

test('a run gets the values of the project that is shown, and no other', async () => {
  await secrets.handlers['secret.store']({ id: 'PW', value })
  const resolved = secrets.resolveRun(definition)
  expect(resolved.problems).toEqual([])
  expect(resolved.values).toEqual([value])
  expect(resolved.definition.rules[0]?.actions).toEqual([{ mqtt: { password: value } }])
  shown = '/stolen'
  expect(secrets.resolveRun(definition).problems).toMatchObject([
    { place: 'action/r/0/password', diagnostic: { code: 'RUL4550' } },
  ])
})

test('an export with values has them, and fails as a whole where one is missing', async () => {
  expect(() => secrets.resolveText(text)).toThrow('rule/r: the secret "PW" has no value here')
  await secrets.handlers['secret.store']({ id: 'PW', value })
  const rule = parseRuleset(secrets.resolveText(text)).ruleset?.rules['r']
  expect(rule).toContain(`"password":"${value}"`)
})
