import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stateFolderOfRules } from './state-folder.ts'

/**
 * Where the actions of each project keep the messages that wait for their sinks. A project sends its own
 * alone: another one whose rules have the same ids has other sinks.
 */
export interface ProjectCaches {
  /**
   * The folder for a run of the project that is kept in `project`, or of the one that was never saved.
   * Called when no run is going on.
   */
  folderFor(project: string | undefined): Promise<string>
  /** The run has ended and its files are closed. */
  runEnded(): Promise<void>
  /**
   * What the project that was never saved has cached belongs from now on to the one in `project`, or to
   * nobody: it is thrown away. While it runs this waits for the end of its run, that of this process included.
   */
  handOver(project: string | undefined): Promise<void>
}

export function createProjectCaches(root: string, warn: (message: string) => void): ProjectCaches {
  const untitled = join(root, 'untitled')
  /** Whose the cache of the project that was never saved is; empty where it is nobody's. */
  const heirFile = join(root, 'untitled-heir')
  let isInUse = false

  const move = async (heir: string): Promise<void> => {
    if (heir === '') await rm(untitled, { recursive: true, force: true })
    else if (await isThere(untitled)) {
      const folder = stateFolderOfRules(root, heir)
      await putAside(folder)
      await mkdir(join(folder, '..'), { recursive: true })
      await rename(untitled, folder)
    }
    await rm(heirFile, { force: true })
  }
  const settle = async (): Promise<void> => {
    const heir = await textOf(heirFile)
    if (heir === undefined) return
    try {
      await move(heir)
    } catch (error) {
      warn(`What an unsaved project has cached cannot be moved to ${heir}: ${String(error)}`)
    }
  }
  return {
    async folderFor(project) {
      await settle()
      isInUse = project === undefined
      return project === undefined ? untitled : stateFolderOfRules(root, project)
    },
    async runEnded() {
      isInUse = false
      await settle()
    },
    async handOver(project = '') {
      // What comes next has not run yet: the cache belongs to the project before it.
      if (await isThere(heirFile)) return
      await mkdir(root, { recursive: true })
      await writeFile(heirFile, project)
      if (!isInUse) await settle()
    },
  }
}

/** The messages of a project that another one was saved over: nobody sends them, and they can be found. */
async function putAside(folder: string): Promise<void> {
  if (!(await isThere(folder))) return
  await rm(`${folder}.old`, { recursive: true, force: true })
  await rename(folder, `${folder}.old`)
}

async function textOf(file: string): Promise<string | undefined> {
  return (await isThere(file)) ? readFile(file, 'utf8') : undefined
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
    throw error
  }
}
