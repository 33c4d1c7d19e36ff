import type { RequestFailure } from '#ipc/define'
import type { Project } from '#ipc/contract'
import { ipcCodes, toFailure } from '#ipc/errors'
import type { AppArguments } from './arguments.ts'
import { isFolder } from './project-folder.ts'
import type { ProjectStore } from './project-store.ts'

export interface FirstProjectContext {
  readonly args: Pick<AppArguments, 'projectFolder' | 'snapshot'>
  readonly projects: ProjectStore
  /** The folder of the project that was open last. */
  readonly lastFolder: string | undefined
  /** Opens a folder as the user does. */
  readonly open: (folder: string) => Promise<Project>
}

export interface FirstProject {
  readonly project: Project
  /** Why it is not the project that was to be expected. */
  readonly problem?: RequestFailure
}

/**
 * The project a window starts with: the one on the command line, else what was drawn and not saved,
 * else the last one, else the sample. One that cannot be opened is left as it is.
 */
export async function firstProject(context: FirstProjectContext): Promise<FirstProject> {
  const { args, projects, lastFolder, open } = context
  const { projectFolder } = args
  const otherwise = async (): Promise<Project> =>
    (await projects.recoverUntitled()) ?? projects.sample()
  const attempt = async (folder: string): Promise<FirstProject> => {
    try {
      return { project: await open(folder) }
    } catch (error) {
      return { project: await otherwise(), problem: toFailure(error) }
    }
  }
  if (args.snapshot !== undefined) return { project: projects.sample() }
  if (projectFolder !== undefined && !(await isFolder(projectFolder))) {
    const message = `${projectFolder} is no folder that can be read`
    const hint = 'A project is a folder: give its path.'
    const problem = { code: ipcCodes.notAProject, message, hint }
    return { project: await otherwise(), problem }
  }
  if (projectFolder !== undefined) return attempt(projectFolder)
  const recovered = await projects.recoverUntitled()
  if (recovered !== undefined) return { project: recovered }
  return lastFolder === undefined ? { project: projects.sample() } : attempt(lastFolder)
}
