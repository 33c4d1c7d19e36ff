import { clipboard, dialog } from 'electron'
import type { BrowserWindow } from 'electron'
import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { SluiceHandlers } from '#ipc/contract'
import { ipcCodes, RequestError } from '#ipc/errors'
import { writeFileAtomically } from '../atomic-file.ts'

type FileRequests = Pick<SluiceHandlers, 'file.export' | 'file.import' | 'clipboard.write'>

const longestImport = 64 * 1024 * 1024

/** Single files: only where the user says so in a dialog. `withValues` puts secrets into a ruleset's text. */
export function createFileHandlers(
  window: BrowserWindow,
  withValues: (text: string) => string,
): FileRequests {
  return {
    'file.export': async ({ suggestedName, text, withSecrets }) => {
      const written = withSecrets ? withValues(text) : text
      const { canceled, filePath } = await dialog.showSaveDialog(window, {
        title: withSecrets ? 'Export rules with secrets in clear text' : 'Export rules',
        defaultPath: basename(suggestedName),
        filters: [{ name: 'eKuiper rules', extensions: ['json'] }],
      })
      if (canceled || filePath === undefined || filePath === '') return null
      const mode = withSecrets ? 0o600 : undefined
      await attempt(filePath, () => writeFileAtomically(filePath, written, mode))
      return { path: filePath }
    },
    'file.import': async ({ kind }) => {
      const { canceled, filePaths } = await dialog.showOpenDialog(window, {
        title: kind === 'schema' ? 'Import a schema' : 'Import rules',
        properties: ['openFile'],
        filters: [
          kind === 'schema'
            ? { name: 'Protocol Buffers', extensions: ['proto'] }
            : { name: 'eKuiper rules', extensions: ['json', 'sql'] },
          { name: 'All files', extensions: ['*'] },
        ],
      })
      const path = filePaths[0]
      if (canceled || path === undefined) return null
      const { size } = await attempt(path, () => stat(path))
      if (size > longestImport) {
        const message = `${path} has ${size} bytes; a ruleset has at most ${longestImport}`
        throw new RequestError(ipcCodes.fileFailed, message)
      }
      const text = await attempt(path, () => readFile(path, 'utf8'))
      return { name: basename(path), text }
    },
    'clipboard.write': async ({ text }) => {
      // Electron 33 does it at once, current ones answer with a promise.
      await clipboard.writeText(text)
      return {}
    },
  }
}

async function attempt<Value>(path: string, action: () => Promise<Value>): Promise<Value> {
  try {
    return await action()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new RequestError(ipcCodes.fileFailed, `${path}: ${reason}`)
  }
}
