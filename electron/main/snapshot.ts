import type { BrowserWindow } from 'electron'
import { writeFile } from 'node:fs/promises'

/** What `--snapshot` prints as its one line. */
export interface SnapshotFigures {
  readonly rule: string
  readonly rowsIn: number
  readonly rowsOut: number
}

const timeoutMs = 30_000

export interface Snapshot {
  /** Called when the renderer shows rows: takes the picture and ends the app with 0. */
  take(window: BrowserWindow, figures: SnapshotFigures): Promise<void>
}

/** Ends the app with 1 and the reason unless a picture was taken in time. `startedAt` is in `performance.now` terms. */
export function planSnapshot(
  file: string,
  startedAt: number,
  describe: () => string,
  exit: (code: number) => void,
): Snapshot {
  const timer = setTimeout(() => {
    process.stderr.write(`No rows came within ${timeoutMs / 1000} s. ${describe()}\n`)
    exit(1)
  }, timeoutMs)
  return {
    async take(window, figures) {
      clearTimeout(timer)
      const startMs = Math.round(performance.now() - startedAt)
      try {
        const picture = await window.webContents.capturePage()
        await writeFile(file, picture.toPNG())
      } catch (error) {
        process.stderr.write(
          `Cannot write ${file}: ${error instanceof Error ? error.message : String(error)}\n`,
        )
        exit(1)
        return
      }
      process.stdout.write(`${JSON.stringify({ ...figures, startMs })}\n`, () => exit(0))
    },
  }
}
