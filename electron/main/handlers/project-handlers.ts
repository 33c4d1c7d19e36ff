import { dialog } from 'electron'
import type { BrowserWindow } from 'electron'
import { secretIdsIn } from '#engine/ruleset'
import type { ProjectDocument } from '#engine/ruleset'
import type { Project, SluiceHandlers } from '#ipc/contract'
import { ipcCodes, RequestError } from '#ipc/errors'
import type { ProjectStore, SavedProject } from '../project-store.ts'
import type { SecretStore } from '../secrets/secret-store.ts'
import type { SettingsStore } from '../settings-store.ts'

export interface ProjectContext {
  readonly projects: ProjectStore
  readonly secrets: Pick<SecretStore, 'copy' | 'forget'>
  /** Gives what the project that was never saved has cached to the one in this folder, or to nobody. */
  readonly handOverCache: (folder: string | undefined) => Promise<void>
  readonly settings: SettingsStore
  readonly window: BrowserWindow
  readonly onRecentChanged: () => void
}

type ProjectRequests = Pick<SluiceHandlers, Extract<keyof SluiceHandlers, `project.${string}`>>

export interface ProjectHandlers {
  readonly handlers: ProjectRequests
  /** Opens a folder that the user named outside the window, such as on the command line. */
  open(folder: string): Promise<Project>
  /** The folder of the project that is shown; undefined for one that was never saved. */
  shown(): string | undefined
  /** Lets the window open this folder: the user named it. */
  choose(folder: string): void
}

/** A folder is only touched if the user chose it: in a dialog, on the command line or in an earlier start. */
export function createProjectHandlers(context: ProjectContext): ProjectHandlers {
  const { projects, secrets, handOverCache, settings, window } = context
  const chosen = new Set(settings.current().recent.map(({ folder }) => folder))

  const remember = async ({ name, folder }: SavedProject): Promise<void> => {
    chosen.add(folder)
    await settings.addRecent(name, folder)
    context.onRecentChanged()
  }
  const checkChosen = (folder: string): string => {
    if (chosen.has(folder)) return folder
    const hint = 'Open it with File > Open project.'
    throw new RequestError(ipcCodes.fileFailed, `${folder} was not chosen in a dialog`, hint)
  }
  /** A drawing that was never saved would be lost behind the next one; it becomes a recent project. */
  const leave = async (): Promise<void> => {
    const kept = await projects.keepUntitled(new Date())
    if (kept !== undefined) {
      await secrets.copy(undefined, kept.folder)
      await remember(kept)
    }
    await secrets.forget(undefined)
    await handOverCache(kept?.folder)
  }
  const open = async (folder: string): Promise<Project> => {
    const project = await projects.open(folder)
    await leave()
    await remember({ name: project.name, folder })
    return project
  }
  const save = async (folder: string, document: ProjectDocument): Promise<SavedProject | null> => {
    try {
      return await projects.save(folder, document, false)
    } catch (error) {
      if (!(error instanceof RequestError) || error.code !== ipcCodes.filesInTheWay) throw error
      if (!(await askToReplace(window, error.message))) return null
      return projects.save(folder, document, true)
    }
  }
  return {
    open,
    shown: () => projects.shown(),
    choose: (folder) => void chosen.add(folder),
    handlers: {
      'project.new': async () => {
        await leave()
        return projects.blank()
      },
      'project.openSample': async () => {
        await leave()
        return projects.sample()
      },
      'project.open': async ({ folder }) => {
        const wanted =
          folder === undefined ? await askFolder(window, 'Open project') : checkChosen(folder)
        return wanted === undefined ? null : open(wanted)
      },
      'project.save': async ({ folder, document }) => {
        const wanted =
          folder === undefined
            ? await askFolder(window, 'Save the project in a folder')
            : checkChosen(folder)
        if (wanted === undefined) return null
        const before = projects.shown()
        const saved = await save(wanted, document as ProjectDocument)
        if (saved === null) return null
        if (saved.folder !== before) {
          await secrets.copy(before, saved.folder, secretIdsIn(document))
          if (before === undefined) {
            await secrets.forget(undefined)
            await handOverCache(saved.folder)
          }
        }
        await remember(saved)
        return saved
      },
      'project.autosave': async ({ folder, document }) => {
        const place = folder === undefined ? undefined : checkChosen(folder)
        await projects.autosave(place, document as ProjectDocument)
        return {}
      },
      'project.listRecent': async () => settings.current().recent,
    },
  }
}

async function askFolder(window: BrowserWindow, title: string): Promise<string | undefined> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title,
    properties: ['openDirectory', 'createDirectory'],
  })
  return canceled ? undefined : filePaths[0]
}

async function askToReplace(window: BrowserWindow, message: string): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    message,
    detail: 'Replace these files with the project that is open?',
    buttons: ['Replace', 'Cancel'],
    defaultId: 1,
    cancelId: 1,
  })
  return response === 0
}
