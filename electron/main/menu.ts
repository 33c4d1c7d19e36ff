import { Menu, shell } from 'electron'
import type { MenuItemConstructorOptions } from 'electron'
import type { MenuCommand } from '#ipc/contract'
import type { Settings } from './settings-store.ts'

const documentation = 'https://ekuiper.org/docs/en/latest/sqls/overview.html'

type Send = (command: MenuCommand, folder?: string) => void

/** Commands whose keys the window handles itself; registered here too they would happen twice. */
const windowKeys: ReadonlySet<MenuCommand> = new Set([
  'project.open',
  'project.save',
  'project.saveAs',
  'edit.undo',
  'edit.redo',
  'edit.delete',
  'run.toggle',
  'view.fit',
  'view.tidy',
])

/** The native menu. It only names commands; the renderer carries them out. */
export function buildMenu(settings: Settings, send: Send): Menu {
  const item = (
    label: string,
    command: MenuCommand,
    accelerator?: string,
  ): MenuItemConstructorOptions => ({
    label,
    click: () => send(command),
    ...(accelerator === undefined
      ? {}
      : { accelerator, registerAccelerator: !windowKeys.has(command) }),
  })
  const recent = settings.recent.map(({ name, folder }): MenuItemConstructorOptions => ({
    label: `${name}  (${folder})`,
    click: () => send('project.open', folder),
  }))
  return Menu.buildFromTemplate([
    {
      label: '&File',
      submenu: [
        item('New project', 'project.new', 'CmdOrCtrl+N'),
        item('Open project...', 'project.open', 'CmdOrCtrl+O'),
        ...(recent.length > 0 ? [{ label: 'Recent projects', submenu: recent }] : []),
        item('Open sample', 'project.openSample'),
        { type: 'separator' },
        item('Save', 'project.save', 'CmdOrCtrl+S'),
        item('Save as...', 'project.saveAs', 'CmdOrCtrl+Shift+S'),
        { type: 'separator' },
        item('Import rules...', 'ruleset.import', 'CmdOrCtrl+I'),
        item('Export rules...', 'ruleset.export', 'CmdOrCtrl+E'),
        item('Copy rules', 'ruleset.copy'),
        { type: 'separator' },
        item('New plugin...', 'plugins.new'),
        item('Plugins', 'plugins.show'),
        { type: 'separator' },
        { role: 'quit' },
      ],
    },
    {
      label: '&Edit',
      submenu: [
        item('Undo', 'edit.undo', 'CmdOrCtrl+Z'),
        item('Redo', 'edit.redo', 'CmdOrCtrl+Shift+Z'),
        { type: 'separator' },
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
        { type: 'separator' },
        item('Delete', 'edit.delete', 'Delete'),
      ],
    },
    {
      label: '&View',
      submenu: [
        item('Fit', 'view.fit', 'CmdOrCtrl+0'),
        item('Tidy', 'view.tidy', 'CmdOrCtrl+L'),
        item('Next theme', 'view.theme'),
        { type: 'separator' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'resetZoom', accelerator: 'CmdOrCtrl+Shift+0' },
        { role: 'togglefullscreen' },
      ],
    },
    { label: '&Run', submenu: [item('Run or stop', 'run.toggle', 'CmdOrCtrl+Enter')] },
    {
      label: '&Help',
      submenu: [
        item('Keyboard', 'help.shortcuts'),
        { label: 'eKuiper documentation', click: () => openDocumentation() },
        { role: 'toggleDevTools' },
        { type: 'separator' },
        { role: 'about' },
      ],
    },
  ])
}

function openDocumentation(): void {
  shell.openExternal(documentation).catch((error: unknown) => {
    process.stderr.write(`No browser could be opened for ${documentation}: ${String(error)}\n`)
  })
}
