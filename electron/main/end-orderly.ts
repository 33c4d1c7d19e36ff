import { app } from 'electron'

const limitMs = 5000

/** Lets the app end only when `finish` is done: files are written, the engine host has closed. */
export function endOrderly(finish: () => Promise<unknown>): void {
  let isFinished = false
  app.on('window-all-closed', () => app.quit())
  // The windows are closed by now, and what they still had to say has arrived.
  app.on('will-quit', (event) => {
    if (isFinished) return
    event.preventDefault()
    const end = (): void => {
      isFinished = true
      app.quit()
    }
    const timer = setTimeout(end, limitMs)
    finish()
      .catch((error: unknown) => void process.stderr.write(`${String(error)}\n`))
      .finally(() => {
        clearTimeout(timer)
        end()
      })
  })
}
