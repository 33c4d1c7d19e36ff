import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { temporaryFolder } from '../testing/folders.ts'
import { systemWith } from '../testing/key-stores.ts'
import { openKeyStore } from './key-store.ts'
import { openSecretFile } from './secret-file.ts'
import { createSecretStore, type SecretStore } from './secret-store.ts'

const secret = 'c0rrect-horse'
const warnings: string[] = []
let path: string
let isWeakAllowed: boolean

beforeEach(async () => {
  path = join(await temporaryFolder(), 'secrets.json')
  isWeakAllowed = false
  warnings.length = 0
})

/** The store as a start of the app opens it. */
async function open(backend: Parameters<typeof systemWith>[0], key?: number): Promise<SecretStore> {
  return createSecretStore({
    keys: openKeyStore(systemWith(backend, key), 'linux'),
    file: await openSecretFile(path, (message) => warnings.push(message)),
    isWeakAllowed: () => isWeakAllowed,
    setWeakAllowed: async (isAllowed) => {
      isWeakAllowed = isAllowed
    },
  })
}
const fileText = async (): Promise<string> => readFile(path, 'utf8').catch(() => '')

describe('with a key store', () => {
  test('values outlive the app, encrypted, and only the user may read the file', async () => {
    await (await open('gnome_libsecret')).store('/plant', 'PW', secret)
    expect(await fileText()).toContain('PW')
    expect(await fileText()).not.toContain(secret)
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600)
    const store = await open('gnome_libsecret')
    expect(store.find('/plant', 'PW')).toBe(secret)
    expect(store.describe('/plant')).toEqual({
      keeping: 'system',
      isChoice: false,
      ids: ['PW'],
      sessionIds: [],
      unreadableIds: [],
    })
  })

  test('a project reaches its own secrets alone', async () => {
    const store = await open('gnome_libsecret')
    await store.store('/plant', 'PW', secret)
    expect(store.find('/other', 'PW')).toBeUndefined()
    expect(store.find(undefined, 'PW')).toBeUndefined()
    expect(store.describe('/other').ids).toEqual([])
  })

  test('a removed value is gone from the file, a replaced one too', async () => {
    const store = await open('gnome_libsecret')
    await store.store('/plant', 'PW', 'old')
    const before = await fileText()
    await store.store('/plant', 'PW', secret)
    expect(await fileText()).not.toBe(before)
    expect(store.find('/plant', 'PW')).toBe(secret)
    await store.remove('/plant', 'PW')
    expect(store.find('/plant', 'PW')).toBeUndefined()
    expect(await fileText()).not.toContain('PW')
  })

  test('what is saved elsewhere takes its values along', async () => {
    const store = await open('gnome_libsecret')
    await store.store(undefined, 'PW', secret)
    await store.store(undefined, 'OTHER', 'x')
    await store.copy(undefined, '/plant', ['PW', 'NONE'])
    await store.forget(undefined)
    expect(store.describe('/plant').ids).toEqual(['PW'])
    expect(store.describe(undefined).ids).toEqual([])
  })

  test('one that was encrypted with another key is named, and can be typed in again', async () => {
    await (await open('gnome_libsecret', 1)).store('/plant', 'PW', secret)
    const store = await open('gnome_libsecret', 2)
    expect(store.find('/plant', 'PW')).toBeUndefined()
    expect(store.describe('/plant')).toMatchObject({ ids: [], unreadableIds: ['PW'] })
    await store.store('/plant', 'PW', secret)
    expect(store.describe('/plant')).toMatchObject({ ids: ['PW'], unreadableIds: [] })
  })

  test('changes at the same time are all kept', async () => {
    const store = await open('gnome_libsecret')
    const ids = ['A', 'B', 'C', 'D']
    await Promise.all(ids.map((id) => store.store('/plant', id, id)))
    expect((await open('gnome_libsecret')).describe('/plant').ids).toEqual(ids)
  })

  test('a file that cannot be read is put aside, not overwritten', async () => {
    await writeFile(path, '{"projects": [')
    const store = await open('gnome_libsecret')
    expect(store.describe('/plant').ids).toEqual([])
    expect(await readFile(`${path}.old`, 'utf8')).toBe('{"projects": [')
    expect(warnings).toHaveLength(1)
  })

  test('one that cannot even be opened costs the secrets, not the start', async () => {
    await mkdir(path)
    expect((await open('gnome_libsecret')).describe('/plant').ids).toEqual([])
    expect(warnings).toEqual([expect.stringContaining(path)])
  })

  test('a file that cannot be written is an error without the value, and changes nothing', async () => {
    const store = await open('gnome_libsecret')
    await mkdir(path)
    const failed = store.store('/plant', 'PW', secret)
    await expect(failed).rejects.toMatchObject({ code: 'IPC7021' })
    await expect(failed).rejects.not.toThrow(secret)
    expect(store.find('/plant', 'PW')).toBeUndefined()
  })
})

describe('without a key store', () => {
  test('values stay in memory alone until the user agrees', async () => {
    const store = await open('basic_text')
    await store.store('/plant', 'PW', secret)
    expect(store.describe('/plant')).toEqual({
      keeping: 'session',
      isChoice: true,
      ids: ['PW'],
      sessionIds: ['PW'],
      unreadableIds: [],
    })
    expect(store.find('/plant', 'PW')).toBe(secret)
    expect(await readdir(join(path, '..'))).toEqual([])
    expect((await open('basic_text')).find('/plant', 'PW')).toBeUndefined()
  })

  test('once agreed, they are kept, also those typed in before; taken back, none is on disk', async () => {
    const store = await open('basic_text')
    await store.store('/plant', 'PW', secret)
    await store.allowWeak(true)
    expect(store.describe('/plant')).toMatchObject({ keeping: 'weak', sessionIds: [] })
    expect(await fileText()).not.toContain(secret)
    const later = await open('basic_text')
    expect(later.find('/plant', 'PW')).toBe(secret)
    await later.allowWeak(false)
    expect(later.describe('/plant')).toMatchObject({ keeping: 'session', sessionIds: ['PW'] })
    expect(later.find('/plant', 'PW')).toBe(secret)
    expect(await fileText()).not.toContain('PW')
  })

  test('where nothing can be encrypted there is no choice', async () => {
    const store = await open('unknown')
    await store.store('/plant', 'PW', secret)
    await store.allowWeak(true)
    expect(store.describe('/plant')).toMatchObject({ keeping: 'session', isChoice: false })
    expect(isWeakAllowed).toBe(false)
    expect(await readdir(join(path, '..'))).toEqual([])
  })
})
