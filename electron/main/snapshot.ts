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
  /** Ends the app with 1 at once: no picture can be taken any more. */
  fail(reason: string): void
}

/**
 * Ends the app with 1 and the reason unless a picture was taken in time. `describe` says what is wrong
 * with the run, if anything.
 */
export function planSnapshot(
  file: string,
  describe: () => string | undefined,
  exit: (code: number) => void,
): Snapshot {
  const timer = setTimeout(() => {
    const reason = describe() ?? 'The window did not get as far as running the sample.'
    fail(`No rows came within ${timeoutMs / 1000} s. ${reason}`)
  }, timeoutMs)
  const fail = (reason: string): void => {
    clearTimeout(timer)
    process.stderr.write(`${reason}\n`)
    exit(1)
  }
  return {
    fail,
    async take(window, figures) {
      clearTimeout(timer)
      const startMs = Math.round(process.uptime() * 1000)
      try {
        const picture = await window.webContents.capturePage()
        await writeFile(file, picture.toPNG())
      } catch (error) {
        fail(`Cannot write ${file}: ${error instanceof Error ? error.message : String(error)}`)
        return
      }
      process.stdout.write(`${JSON.stringify({ ...figures, startMs })}\n`, () => exit(0))
    },
  }
}
