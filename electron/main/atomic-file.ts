import { open, readFile, rename, rm } from 'node:fs/promises'
import { randomBytes } from 'node:crypto'

/**
 * Replaces a file as a whole: after a crash it holds either the old text or the new one. `mode` is what a
 * new file may be used for, and by whom.
 */
export async function writeFileAtomically(file: string, text: string, mode = 0o666): Promise<void> {
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`
  try {
    const handle = await open(temporary, 'w', mode)
    try {
      await handle.writeFile(text, 'utf8')
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

/** The file's text, or undefined where there is no such file. */
export async function readFileIfPresent(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

function isMissing(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT'
}
