import { readFile } from 'node:fs/promises'

const intervalMs = 250
/** `statm` counts pages, which have this size on every machine Electron runs on. */
const pageBytes = 4096

/**
 * Calls `exceeded` once where a process keeps more memory than it may, buffers outside the JavaScript
 * heap included. Only where there is /proc; elsewhere only the heap's own limit holds.
 */
export function watchMemory(
  pid: number,
  limitMb: number,
  exceeded: (mb: number) => void,
): () => void {
  const timer = setInterval(() => {
    readFile(`/proc/${String(pid)}/statm`, 'utf8').then(
      (text) => {
        const mb = (Number(text.split(' ')[1]) * pageBytes) / 2 ** 20
        if (mb <= limitMb) return
        clearInterval(timer)
        exceeded(Math.round(mb))
      },
      // The process is gone, or there is no /proc.
      () => clearInterval(timer),
    )
  }, intervalMs)
  timer.unref()
  return () => clearInterval(timer)
}
