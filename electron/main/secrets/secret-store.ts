import type { SecretState } from '#ipc/secrets'
import type { KeyStore } from './key-store.ts'
import type { SecretFile } from './secret-file.ts'

/** A project: its folder, or undefined for the one that was never saved. */
export type Scope = string | undefined

/**
 * The values of all projects' secrets. A project reaches its own alone: one that comes from elsewhere and
 * names the same ids gets nothing. Changes reject with RequestError where they cannot be kept; nothing is
 * changed then.
 */
export interface SecretStore {
  describe(scope: Scope): SecretState
  find(scope: Scope, id: string): string | undefined
  store(scope: Scope, id: string, value: string): Promise<void>
  remove(scope: Scope, id: string): Promise<void>
  /** Gives `to` the values of these ids, or of all, that `from` has. */
  copy(from: Scope, to: Scope, ids?: Iterable<string>): Promise<void>
  forget(scope: Scope): Promise<void>
  /** Whether values may be kept without a key store. */
  allowWeak(isAllowed: boolean): Promise<void>
}

export interface SecretStoreContext {
  readonly keys: KeyStore
  /** Encrypted values by scope and id. */
  readonly file: SecretFile
  readonly isWeakAllowed: () => boolean
  readonly setWeakAllowed: (isAllowed: boolean) => Promise<void>
}

export function createSecretStore(context: SecretStoreContext): SecretStore {
  const { keys, file, isWeakAllowed } = context
  /** Values that are nowhere else, by scope and id. */
  const session = new Map<string, Map<string, string>>()

  const keeping = (): SecretState['keeping'] => {
    if (keys.protection === 'system') return 'system'
    return keys.protection === 'weak' && isWeakAllowed() ? 'weak' : 'session'
  }
  const sessionOf = (scope: Scope): Map<string, string> => {
    const name = nameOf(scope)
    const values = session.get(name) ?? new Map<string, string>()
    session.set(name, values)
    return values
  }
  const decrypt = (bytes: string | undefined): string | undefined => {
    if (bytes === undefined || keys.protection === 'none') return undefined
    try {
      return keys.decrypt(Buffer.from(bytes, 'base64'))
    } catch {
      // Encrypted by another system or with a key that is gone: `describe` says so of its id.
      return undefined
    }
  }
  const find = (scope: Scope, id: string): string | undefined =>
    session.get(nameOf(scope))?.get(id) ?? decrypt(file.entriesOf(nameOf(scope)).get(id))
  const idsOf = (scope: Scope): ReadonlySet<string> =>
    new Set([...file.entriesOf(nameOf(scope)).keys(), ...sessionOf(scope).keys()])

  const storeAll = async (scope: Scope, values: ReadonlyMap<string, string>): Promise<void> => {
    if (values.size === 0) return
    const isKept = keeping() !== 'session'
    await file.change(nameOf(scope), (entries) => {
      for (const [id, value] of values) {
        if (isKept) entries.set(id, keys.encrypt(value).toString('base64'))
        else entries.delete(id)
      }
    })
    const inSession = sessionOf(scope)
    for (const [id, value] of values) {
      if (isKept) inSession.delete(id)
      else inSession.set(id, value)
    }
  }
  const copy: SecretStore['copy'] = (from, to, ids = idsOf(from)) => {
    const values = new Map<string, string>()
    for (const id of ids) {
      const value = find(from, id)
      if (value !== undefined) values.set(id, value)
    }
    return storeAll(to, values)
  }
  return {
    describe(scope) {
      const ids = [...idsOf(scope)].filter((id) => find(scope, id) !== undefined)
      return {
        keeping: keeping(),
        isChoice: keys.protection === 'weak',
        ids,
        sessionIds: [...sessionOf(scope).keys()],
        unreadableIds: [...idsOf(scope)].filter((id) => !ids.includes(id)),
      }
    },
    find,
    store: (scope, id, value) => storeAll(scope, new Map([[id, value]])),
    async remove(scope, id) {
      await file.change(nameOf(scope), (entries) => entries.delete(id))
      sessionOf(scope).delete(id)
    },
    copy,
    async forget(scope) {
      await file.change(nameOf(scope), (entries) => entries.clear())
      session.delete(nameOf(scope))
    },
    async allowWeak(isAllowed) {
      if (keys.protection !== 'weak') return
      const scopes = new Set([...session.keys(), ...file.scopes()])
      const known = [...scopes].map((name): [Scope, Map<string, string>] => {
        const scope = scopeOf(name)
        const values = [...idsOf(scope)].flatMap((id): [string, string][] => {
          const value = find(scope, id)
          return value === undefined ? [] : [[id, value]]
        })
        return [scope, new Map(values)]
      })
      await context.setWeakAllowed(isAllowed)
      for (const [scope, values] of known) await storeAll(scope, values)
    },
  }
}

/** No path is empty. */
const nameOf = (scope: Scope): string => scope ?? ''
const scopeOf = (name: string): Scope => (name === '' ? undefined : name)
