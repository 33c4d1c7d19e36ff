import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Which code the user lets run. */
export interface Trust {
  isTrusted(path: string, hash: string): boolean
  /** `follow`: later changes of this plugin are trusted as well. */
  add(path: string, hash: string, follow: boolean): Promise<void>
}

/** Who names a folder on the command line trusts what is in it. */
export const trustAll: Trust = { isTrusted: () => true, add: () => Promise.resolve() }

interface Entry {
  readonly hash: string
  readonly follow: boolean
}

/** Remembered in a file, by path and content. A file that cannot be read trusts nothing. */
export async function openTrustFile(file: string): Promise<Trust> {
  const entries = new Map<string, Entry>(await readEntries(file))
  return {
    isTrusted(path, hash) {
      const entry = entries.get(path)
      return entry !== undefined && (entry.follow || entry.hash === hash)
    },
    async add(path, hash, follow) {
      entries.set(path, { hash, follow })
      await mkdir(dirname(file), { recursive: true })
      await writeFile(`${file}.new`, `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`)
      await rename(`${file}.new`, file)
    },
  }
}

async function readEntries(file: string): Promise<[string, Entry][]> {
  try {
    const json: unknown = JSON.parse(await readFile(file, 'utf8'))
    if (typeof json !== 'object' || json === null) return []
    return Object.entries(json).filter((pair): pair is [string, Entry] => isEntry(pair[1]))
  } catch {
    return []
  }
}

function isEntry(value: unknown): value is Entry {
  return (
    typeof value === 'object' &&
    value !== null &&
    'hash' in value &&
    typeof value.hash === 'string' &&
    'follow' in value &&
    typeof value.follow === 'boolean'
  )
}
