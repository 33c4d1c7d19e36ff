import { readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'

/** Folders of this process, which a process id alone does not tell from those of an earlier one. */
const own = new Set<string>()

/** Keeps a folder for this process; throws where another living one has it. */
export function lockFolder(folder: string): () => void {
  const file = join(folder, 'lock')
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' })
      own.add(folder)
      return () => {
        own.delete(folder)
        unlinkSync(file)
      }
    } catch (error) {
      if (!isCode(error, 'EEXIST')) throw error
      const owner = ownerOf(file)
      if (owner !== undefined && isAlive(owner, folder)) {
        throw new Error(`process ${owner} is using the cache in ${folder}`, { cause: error })
      }
      removeLeftover(file)
    }
  }
  throw new Error(`the cache in ${folder} cannot be locked`)
}

function ownerOf(file: string): number | undefined {
  try {
    const owner = Number(readFileSync(file, 'utf8'))
    return Number.isInteger(owner) && owner > 0 ? owner : undefined
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined
    throw error
  }
}

/** A process that was killed leaves its lock, and its number may belong to this process now. */
function isAlive(owner: number, folder: string): boolean {
  if (owner === process.pid) return own.has(folder)
  try {
    process.kill(owner, 0)
    return true
  } catch (error) {
    return !isCode(error, 'ESRCH')
  }
}

function removeLeftover(file: string): void {
  try {
    unlinkSync(file)
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
