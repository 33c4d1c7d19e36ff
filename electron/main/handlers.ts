import { clipboard, dialog, MessageChannelMain } from 'electron'
import type { BrowserWindow } from 'electron'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { ProjectDocument } from '#engine/ruleset'
import type { Project, SluiceHandlers } from '#ipc/contract'
import { rowPortChannel } from '#ipc/channels'
import { ipcCodes, RequestError } from '#ipc/errors'
import { writeFileAtomically } from './atomic-file.ts'
import type { HostSupervisor } from './host-supervisor.ts'
import type { ProjectStore } from './project-store.ts'
import type { SettingsStore } from './settings-store.ts'
import type { SnapshotFigures } from './snapshot.ts'

export interface HandlerContext {
  readonly version: string
  readonly host: HostSupervisor
  readonly projects: ProjectStore
  readonly settings: SettingsStore
  readonly window: BrowserWindow
  /** The project the window shows first. */
  readonly firstProject: () => Promise<Project>
  readonly takeSnapshot: ((figures: SnapshotFigures) => Promise<void>) | undefined
  readonly onThemeChanged: () => void
  readonly onRecentChanged: () => void
  readonly onAppStarted: () => void
}

const longestImport = 64 * 1024 * 1024

/** Main's side of every request. A folder is only touched if the user chose it, here or in an earlier start. */
export function createHandlers(context: HandlerContext): SluiceHandlers {
  const { host, projects, settings, window } = context
  const chosen = new Set(settings.current().recent.map(({ folder }) => folder))

  const remember = async (name: string, folder: string): Promise<void> => {
    chosen.add(folder)
    await settings.addRecent(name, folder)
    context.onRecentChanged()
  }
  const checkChosen = (folder: string): string => {
    if (chosen.has(folder)) return folder
    throw new RequestError(
      ipcCodes.fileFailed,
      `${folder} was not chosen in a dialog`,
      'Open it with File > Open project.',
    )
  }
  const askFolder = async (title: string, isNew: boolean): Promise<string | undefined> => {
    const properties = isNew
      ? (['openDirectory', 'createDirectory'] as const)
      : (['openDirectory'] as const)
    const { canceled, filePaths } = await dialog.showOpenDialog(window, {
      title,
      properties: [...properties],
    })
    return canceled ? undefined : filePaths[0]
  }
  const openFolder = async (folder: string): Promise<Project> => {
    const project = await projects.open(folder)
    await remember(project.name, folder)
    return project
  }
  return {
    'app.start': async () => {
      const project = await context.firstProject()
      if (project.folder !== undefined) await remember(project.name, project.folder)
      const { components, commonSinkSchema, brokerUrl } = await host.ready()
      context.onAppStarted()
      return {
        version: context.version,
        components,
        commonSinkSchema,
        project,
        recent: settings.current().recent,
        broker: { url: brokerUrl },
        theme: settings.current().theme,
        isSnapshot: context.takeSnapshot !== undefined,
      }
    },
    'settings.setTheme': async ({ theme }) => {
      await settings.update({ theme })
      context.onThemeChanged()
      return {}
    },
    'project.new': async () => projects.blank(),
    'project.openSample': async () => projects.sample(),
    'project.open': async ({ folder }) => {
      const wanted =
        folder === undefined ? await askFolder('Open project', false) : checkChosen(folder)
      return wanted === undefined ? null : openFolder(wanted)
    },
    'project.save': async ({ folder, document }) => {
      const wanted =
        folder === undefined
          ? await askFolder('Save the project in a folder', true)
          : checkChosen(folder)
      if (wanted === undefined) return null
      const saved = await projects.save(wanted, document as ProjectDocument)
      await remember(saved.name, saved.folder)
      return saved
    },
    'project.autosave': async ({ folder, document }) => {
      await projects.autosave(folder, document as ProjectDocument)
      return {}
    },
    'project.listRecent': async () => settings.current().recent,
    'file.export': async ({ suggestedName, text }) => {
      const { canceled, filePath } = await dialog.showSaveDialog(window, {
        title: 'Export rules',
        defaultPath: basename(suggestedName),
        filters: [{ name: 'eKuiper rules', extensions: ['json'] }],
      })
      if (canceled || filePath === undefined || filePath === '') return null
      await withFile(filePath, () => writeFileAtomically(filePath, text))
      return { path: filePath }
    },
    'file.import': async () => {
      const { canceled, filePaths } = await dialog.showOpenDialog(window, {
        title: 'Import rules',
        properties: ['openFile'],
        filters: [
          { name: 'eKuiper rules', extensions: ['json', 'sql'] },
          { name: 'All files', extensions: ['*'] },
        ],
      })
      const path = filePaths[0]
      if (canceled || path === undefined) return null
      const bytes = await withFile(path, () => readFile(path))
      if (bytes.length > longestImport) {
        throw new RequestError(
          ipcCodes.fileFailed,
          `${path} has ${bytes.length} bytes; a ruleset has at most ${longestImport}`,
        )
      }
      return { name: basename(path), text: bytes.toString('utf8') }
    },
    'clipboard.write': async ({ text }) => {
      clipboard.writeText(text)
      return {}
    },
    'run.start': async ({ definition }) => host.start(definition),
    'run.stop': async () => {
      await host.stop()
      return {}
    },
    'rows.open': async () => {
      const { port1, port2 } = new MessageChannelMain()
      host.sendRowPort(port1)
      window.webContents.postMessage(rowPortChannel, null, [port2])
      return {}
    },
    'window.snapshot': async (figures) => {
      await context.takeSnapshot?.(figures)
      return {}
    },
  }
}

async function withFile<Value>(path: string, action: () => Promise<Value>): Promise<Value> {
  try {
    return await action()
  } catch (error) {
    throw new RequestError(
      ipcCodes.fileFailed,
      `${path}: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}
