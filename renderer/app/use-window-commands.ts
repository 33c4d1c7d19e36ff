import { useEffect } from 'react'
import type { MenuCommand } from '#ipc/contract'
import { deleteSelection, tidyAll } from '../state/selection-edits.ts'
import { useDocument, useSession, useWorkspace, type Workspace } from '../state/workspace.ts'
import { notifyError } from './notify.ts'
import { newProject, openProject, openSample, saveProject } from './project-commands.ts'
import {
  copyRuleset,
  exportRuleset,
  importFile,
  importText,
  printSelection,
} from './ruleset-commands.ts'
import { toggleRun } from './run-commands.ts'
import { setTheme } from './theme-command.ts'

/** Menu, keyboard and clipboard: everything that is not a click on something. */
export function useWindowCommands(): void {
  const workspace = useWorkspace()
  useAutosave(workspace)
  useHostReports(workspace)
  useWindowTitle()
  useEffect(
    () =>
      workspace.client.on('menu.command', ({ command, folder }) =>
        carryOut(workspace, command, folder),
      ),
    [workspace],
  )
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const command = commandOf(event)
      if (command === undefined) return
      event.preventDefault()
      event.stopPropagation()
      carryOut(workspace, command)
    }
    const onPlainKey = (event: KeyboardEvent) => {
      if (isTextField(event.target) || event.ctrlKey || event.metaKey || event.altKey) return
      if (event.key === '/') document.querySelector<HTMLElement>('[data-palette-search]')?.focus()
      else if (event.key === '?') carryOut(workspace, 'help.shortcuts')
      else return
      event.preventDefault()
    }
    const onPaste = (event: ClipboardEvent) => {
      const text = event.clipboardData?.getData('text/plain') ?? ''
      if (text.trim() === '' || isTextField(event.target)) return
      event.preventDefault()
      importText(workspace, text)
    }
    window.addEventListener('keydown', onKeyDown, true)
    window.addEventListener('keydown', onPlainKey)
    const onCopy = (event: ClipboardEvent) => {
      const isText = isTextField(event.target) || getSelection()?.isCollapsed === false
      const text = isText ? undefined : printSelection(workspace)
      if (text === undefined) return
      event.preventDefault()
      event.clipboardData?.setData('text/plain', text)
    }
    window.addEventListener('paste', onPaste)
    window.addEventListener('copy', onCopy)
    return () => {
      window.removeEventListener('keydown', onKeyDown, true)
      window.removeEventListener('keydown', onPlainKey)
      window.removeEventListener('paste', onPaste)
      window.removeEventListener('copy', onCopy)
    }
  }, [workspace])
}

function useAutosave({ autosave }: Workspace): void {
  useEffect(() => {
    const onFailure = (error: unknown) =>
      notifyError('Unsaved changes could not be kept safe', error)
    const stop = autosave.start(onFailure)
    const onLeave = () => void autosave.flush().catch(onFailure)
    window.addEventListener('pagehide', onLeave)
    return () => {
      stop()
      window.removeEventListener('pagehide', onLeave)
    }
  }, [autosave])
}

function useHostReports({ schemas, checks }: Workspace): void {
  useEffect(() => schemas.start(), [schemas])
  useEffect(() => checks.start(), [checks])
}

function useWindowTitle(): void {
  const name = useSession((state) => state.projectName)
  const isDirty = useDocument((state) => state.document !== state.saved)
  useEffect(() => {
    document.title = `${isDirty ? '* ' : ''}${name} - Sluice`
  }, [name, isDirty])
}

const commands: Readonly<Record<MenuCommand, (workspace: Workspace, folder?: string) => void>> = {
  'project.new': (workspace) => void newProject(workspace),
  'project.open': (workspace, folder) => void openProject(workspace, folder),
  'project.openSample': (workspace) => void openSample(workspace),
  'project.save': (workspace) => void saveProject(workspace, false),
  'project.saveAs': (workspace) => void saveProject(workspace, true),
  'ruleset.export': (workspace) => void exportRuleset(workspace),
  'ruleset.copy': (workspace) => void copyRuleset(workspace),
  'ruleset.import': (workspace) => void importFile(workspace),
  'edit.undo': (workspace) => workspace.document.undo(),
  'edit.redo': (workspace) => workspace.document.redo(),
  'edit.delete': (workspace) => deleteSelection(workspace),
  'run.toggle': (workspace) => void toggleRun(workspace),
  'view.fit': (workspace) => workspace.view.requestFit(),
  'view.tidy': (workspace) => tidyAll(workspace),
  'plugins.show': ({ view }) => view.showDock('plugins'),
  'plugins.new': ({ view }) => {
    view.showDock('plugins')
    view.setState({ isPluginCreating: true })
  },
  'help.shortcuts': ({ view }) => view.setState({ isHelpOpen: true }),
  'view.theme': (workspace) => {
    const next = { system: 'light', light: 'dark', dark: 'system' } as const
    void setTheme(workspace, next[workspace.session.getState().theme])
  },
}

function carryOut(workspace: Workspace, command: MenuCommand, folder?: string): void {
  commands[command](workspace, folder)
}

/** The shortcuts that hold everywhere. Fields that are not part of the document undo by themselves. */
function commandOf(event: KeyboardEvent): MenuCommand | undefined {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return undefined
  const key = event.key.toLowerCase()
  if (key === 's') return event.shiftKey ? 'project.saveAs' : 'project.save'
  if (key === 'o') return 'project.open'
  if (key === 'n') return 'project.new'
  if (key === 'i') return 'ruleset.import'
  if (key === 'e') return 'ruleset.export'
  if (key === 'enter') return 'run.toggle'
  if (key === '0') return 'view.fit'
  if (key === 'l') return 'view.tidy'
  const isOwnUndo =
    event.target instanceof HTMLInputElement &&
    event.target.matches('[type=search], [data-own-undo]')
  if (isOwnUndo) return undefined
  if (key === 'z') return event.shiftKey ? 'edit.redo' : 'edit.undo'
  return key === 'y' ? 'edit.redo' : undefined
}

function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return (
    target.isContentEditable || target.closest('input, textarea, select, .monaco-editor') !== null
  )
}
