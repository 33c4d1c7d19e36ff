import { watch } from 'chokidar'
import { sep } from 'node:path'

/** Watches plugin folders and the files their plugins are made from. */
export interface FolderWatch {
  /** Files outside the folders. */
  add(files: readonly string[]): void
  close(): Promise<void>
}

/** An editor may write a file in several steps. */
const stableMs = 60
const gatherMs = 40

/** Resolves when changes are noticed from now on. */
export async function watchFolders(
  folders: readonly string[],
  changed: () => void,
): Promise<FolderWatch> {
  const watcher = watch([...folders], {
    ignoreInitial: true,
    ignored: (path) => path.split(sep).some((part) => part === 'node_modules' || part === '.data'),
    awaitWriteFinish: { stabilityThreshold: stableMs, pollInterval: 20 },
  })
  let timer: NodeJS.Timeout | undefined
  watcher.on('all', () => {
    clearTimeout(timer)
    timer = setTimeout(changed, gatherMs)
  })
  await new Promise<void>((resolve) => watcher.once('ready', () => resolve()))
  return {
    add: (files) => void watcher.add([...files]),
    close: async () => {
      clearTimeout(timer)
      await watcher.close()
    },
  }
}
