import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { PortableError } from '../protocol/errors.ts'
import { readZip, ZipError } from './zip.ts'

/** A plugin's files on disk. */
export interface PluginFolder {
  readonly folder: string
  /** The file or folder the user named, for messages. */
  readonly origin: string
  /** The name of the file or folder without `.zip`. */
  readonly name: string
  /** Removes what was unpacked; does nothing to a folder of the user's. */
  close(): Promise<void>
}

/** Takes a folder as it is and unpacks a zip into a temporary one. */
export async function openPluginFolder(path: string): Promise<PluginFolder> {
  const origin = resolve(path)
  const name = basename(origin).replace(/\.zip$/i, '')
  const found = await stat(origin).catch(() => undefined)
  if (!found) throw new PortableError('invalid', `${origin}: there is no such folder or zip file`)
  if (found.isDirectory()) return { folder: origin, origin, name, close: () => Promise.resolve() }
  const folder = await mkdtemp(join(tmpdir(), 'sluice-portable-'))
  const close = (): Promise<void> => rm(folder, { recursive: true, force: true })
  try {
    await unpackInto(folder, await readFile(origin))
  } catch (error) {
    await close()
    if (error instanceof ZipError) throw new PortableError('invalid', `${origin}: ${error.message}`)
    throw error
  }
  return { folder, origin, name, close }
}

async function unpackInto(folder: string, archive: Buffer): Promise<void> {
  for (const entry of readZip(archive)) {
    const target = join(folder, entry.path)
    if (entry.isFolder) {
      await mkdir(target, { recursive: true })
      continue
    }
    await mkdir(dirname(target), { recursive: true })
    await writeFile(target, entry.data)
    // Archives made outside Unix have no permissions: the definition makes the executable one later.
    if (entry.mode !== undefined) await chmod(target, entry.mode | 0o600)
  }
}
