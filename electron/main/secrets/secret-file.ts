import { rename } from 'node:fs/promises'
import { z } from 'zod'
import { ipcCodes, RequestError } from '#ipc/errors'
import { readFileIfPresent, writeFileAtomically } from '../atomic-file.ts'

const content = z.object({ projects: z.record(z.string(), z.record(z.string(), z.string())) })

/** Encrypted values on disk, in base64, by scope and id. Only this user may read the file. */
export interface SecretFile {
  entriesOf(scope: string): ReadonlyMap<string, string>
  scopes(): readonly string[]
  /** Rejects with RequestError where the file cannot be written; nothing is changed then. */
  change(scope: string, edit: (entries: Map<string, string>) => void): Promise<void>
}

/** One that cannot be read is put aside: it costs the secrets, never the start. */
export async function openSecretFile(
  path: string,
  warn: (message: string) => void,
): Promise<SecretFile> {
  let projects = await read(path, warn)
  let writing: Promise<unknown> = Promise.resolve()
  const write = async (
    scope: string,
    edit: (entries: Map<string, string>) => void,
  ): Promise<void> => {
    const before = new Map(projects.get(scope))
    const entries = new Map(before)
    edit(entries)
    if (isSame(before, entries)) return
    const next = new Map(projects)
    if (entries.size === 0) next.delete(scope)
    else next.set(scope, entries)
    const plain = [...next].map(([name, values]) => [name, Object.fromEntries(values)])
    const text = JSON.stringify({ projects: Object.fromEntries(plain) as unknown }, null, 2)
    try {
      await writeFileAtomically(path, `${text}\n`, 0o600)
    } catch (error) {
      throw new RequestError(
        ipcCodes.fileFailed,
        `${path}: ${reasonOf(error)}`,
        'The secret was not kept. Check that the folder may be written.',
      )
    }
    projects = next
  }
  return {
    entriesOf: (scope) => projects.get(scope) ?? new Map(),
    scopes: () => [...projects.keys()],
    change(scope, edit) {
      const done = writing.then(() => write(scope, edit))
      // Who asked hears of a failure; the next change is independent of it.
      writing = done.catch(() => undefined)
      return done
    },
  }
}

async function read(
  path: string,
  warn: (message: string) => void,
): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  let text: string | undefined
  try {
    text = await readFileIfPresent(path)
  } catch (error) {
    warn(`${path} cannot be read: ${reasonOf(error)}. Secrets have to be typed in again`)
    return new Map()
  }
  if (text === undefined) return new Map()
  const parsed = content.safeParse(parseJson(text))
  if (parsed.success) {
    const { projects } = parsed.data
    return new Map(
      Object.entries(projects).map(([scope, values]) => [scope, new Map(Object.entries(values))]),
    )
  }
  try {
    await rename(path, `${path}.old`)
    warn(`${path} cannot be read and is ${path}.old now: secrets have to be typed in again`)
  } catch (error) {
    warn(`${path} is damaged and cannot be put aside: ${reasonOf(error)}`)
  }
  return new Map()
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function isSame(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean {
  return one.size === other.size && [...one].every(([id, value]) => other.get(id) === value)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not what was written here: the caller puts it aside.
    return undefined
  }
}
