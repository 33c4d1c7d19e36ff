import { mkdir, readFile, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isProjectFile } from '#engine/ruleset'
import { ipcCodes, RequestError } from '#ipc/errors'
import { writeFileAtomically } from './atomic-file.ts'
import { listProjectFiles } from './project-names.ts'

const longestFile = 64 * 1024 * 1024

/** The project files of a folder: text by name. Other files are not looked at. Throws RequestError. */
export async function readProjectFolder(folder: string): Promise<ReadonlyMap<string, string>> {
  const names = await attempt(folder, () => listProjectFiles(folder))
  const files = new Map<string, string>()
  for (const name of names) files.set(name, await readText(join(folder, name)))
  return files
}

/**
 * Makes the project files of a folder exactly `files`. Only what changed is written: an unchanged file
 * keeps its time, so version control stays quiet. Throws RequestError; for a name that no project file has,
 * before anything is written.
 */
export async function writeProjectFolder(
  folder: string,
  files: ReadonlyMap<string, string>,
  present: ReadonlyMap<string, string>,
): Promise<void> {
  for (const name of files.keys()) checkName(name)
  await attempt(folder, async () => {
    for (const [name, text] of files) {
      if (present.get(name) === text) continue
      await mkdir(dirname(join(folder, name)), { recursive: true })
      await writeFileAtomically(join(folder, name), text)
    }
    for (const name of present.keys()) {
      if (!files.has(name)) await rm(join(folder, name), { force: true })
    }
  })
}

/** Names come with the window's document: none may lead out of the folder. */
function checkName(name: string): void {
  if (isProjectFile(name)) return
  throw new RequestError(
    ipcCodes.fileFailed,
    `${JSON.stringify(name)} cannot be the name of a project's file`,
    'Nothing was written. Rename the schema: letters, digits, - and _, then .proto.',
  )
}

export async function createFolder(folder: string): Promise<void> {
  await attempt(folder, () => mkdir(folder, { recursive: true }))
}

/** When one of the files was changed last, in milliseconds since 1970. */
export async function lastChange(folder: string, names: Iterable<string>): Promise<number> {
  const times = [...names].map(async (name) => (await stat(join(folder, name))).mtimeMs)
  return Math.max(0, ...(await attempt(folder, () => Promise.all(times))))
}

/** Whether a path given on the command line is a folder. */
export async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch {
    // Missing or not to be read: no folder that could be opened.
    return false
  }
}

/** A file that is no text would come back changed when it is saved, so it is refused. */
async function readText(file: string): Promise<string> {
  const bytes = await attempt(file, async () => {
    const { size } = await stat(file)
    if (size > longestFile) throw new Error(`it has ${size} bytes; at most ${longestFile} are read`)
    return readFile(file)
  })
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new RequestError(
      ipcCodes.notAProject,
      `${file}: not UTF-8 text`,
      'Nothing was changed. Save the file as UTF-8 in an editor and open the folder again.',
    )
  }
}

async function attempt<Value>(place: string, action: () => Promise<Value>): Promise<Value> {
  try {
    return await action()
  } catch (error) {
    if (error instanceof RequestError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new RequestError(
      ipcCodes.fileFailed,
      `${place}: ${reason}`,
      'Check that it exists and that you may read and write it.',
    )
  }
}
