import { dialog, shell } from 'electron'
import type { BrowserWindow, MessagePortMain } from 'electron'
import { writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { SluiceHandlers } from '#ipc/contract'
import { ipcCodes, RequestError } from '#ipc/errors'
import type { PluginList, UserPlugin } from '#ipc/plugins'
import { findPackagedPlugins, packagePlugins } from '../../host/packaging/index.ts'
import { CreateError, createPlugin } from '../../host/user-plugins/scaffold/create-plugin.ts'
import type { HostSupervisor } from '../host-supervisor.ts'
import type { SettingsStore } from '../settings-store.ts'

export interface PluginContext {
  readonly host: HostSupervisor<MessagePortMain>
  readonly settings: SettingsStore
  readonly window: BrowserWindow
  /** The app's own plugin folder. */
  readonly ownFolder: string
  /** What the host said last of its plugins. */
  readonly pluginList: () => PluginList
}

type PluginRequests = Pick<SluiceHandlers, Extract<keyof SluiceHandlers, `plugins.${string}`>>

export function createPluginHandlers(context: PluginContext): PluginRequests {
  const { host, settings, window, ownFolder, pluginList } = context
  const setFolders = async (pluginFolders: string[]): Promise<void> => {
    await settings.update({ pluginFolders })
    const folders = [ownFolder, ...pluginFolders]
    await host.changePlugins((request) => ({ type: 'plugin-folders', request, folders }))
  }
  return {
    'plugins.list': async () => pluginList(),
    'plugins.trust': async ({ id, follow }) => {
      await host.changePlugins((request) => ({ type: 'trust-plugin', request, id, follow }))
      return {}
    },
    'plugins.reload': async ({ id }) => {
      await host.changePlugins((request) => ({
        type: 'reload-plugins',
        request,
        ...(id === undefined ? {} : { id }),
      }))
      return {}
    },
    'plugins.openFolder': async ({ id }) => {
      // Only a path that the host itself reported, never one of the window.
      const plugin = pluginList().plugins.find((each) => each.id === id)
      const failure = await shell.openPath(plugin === undefined ? ownFolder : dirname(plugin.path))
      if (failure !== '') throw new RequestError(ipcCodes.fileFailed, failure)
      return {}
    },
    'plugins.addFolder': async () => {
      const { canceled, filePaths } = await dialog.showOpenDialog(window, {
        title: 'Add a folder with plugins',
        properties: ['openDirectory'],
      })
      const [folder] = filePaths
      const known = settings.current().pluginFolders
      if (canceled || folder === undefined || known.includes(folder)) return { isAdded: false }
      await setFolders([...known, folder])
      return { isAdded: true }
    },
    'plugins.removeFolder': async ({ folder }) => {
      await setFolders(settings.current().pluginFolders.filter((each) => each !== folder))
      return {}
    },
    'plugins.package': async ({ id }) => packageForUser(window, findReady(pluginList(), id)),
    'plugins.create': async ({ kind, name, language }) => {
      try {
        const made = await createPlugin(kind, name, ownFolder, language)
        await host.changePlugins((request) => ({ type: 'reload-plugins', request }))
        const id = `${kind} ${made.type}`
        const found = pluginList().plugins.find((each) => each.id === id)
        // Its code is ours, and it is there to be changed. Another file may have had the name before.
        if (found?.path === made.folder) {
          await host.changePlugins((request) => ({
            type: 'trust-plugin',
            request,
            id,
            follow: true,
          }))
        }
        return { folder: made.folder }
      } catch (error) {
        if (!(error instanceof CreateError)) throw error
        throw new RequestError(ipcCodes.fileFailed, error.message)
      }
    },
  }
}

/** What runs for it must be trusted. */
function findReady({ plugins }: PluginList, id: string): UserPlugin {
  const plugin = plugins.find((each) => each.id === id)
  if (plugin?.state === 'ready' || plugin?.state === 'stopped') return plugin
  const reason = plugin === undefined ? 'it is gone' : (plugin.message ?? 'it is not ready')
  throw new RequestError(
    ipcCodes.fileFailed,
    `The plugin ${plugin?.type ?? id} cannot be packed: ${reason.replace(/\.$/, '')}.`,
  )
}

async function packageForUser(
  window: BrowserWindow,
  plugin: UserPlugin,
): ReturnType<PluginRequests['plugins.package']> {
  try {
    const { name, candidates } = await findPackagedPlugins(plugin.path)
    const { zip, notes } = await packagePlugins(name, candidates)
    const { canceled, filePath } = await dialog.showSaveDialog(window, {
      title: 'Export as eKuiper portable plugin',
      defaultPath: `${name}.zip`,
      filters: [{ name: 'Portable plugins', extensions: ['zip'] }],
    })
    if (canceled || filePath === undefined || filePath === '') return null
    const isNamed = filePath.endsWith('.zip')
    const path = isNamed ? filePath : `${filePath}.zip`
    // The dialog asked about the name as it was typed only.
    await writeFile(path, zip, { flag: isNamed ? 'w' : 'wx' })
    return { name, path, url: pathToFileURL(path).href, notes: [...notes] }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new RequestError(
      ipcCodes.fileFailed,
      `The plugin ${plugin.type} was not packed: ${reason}`,
    )
  }
}
