import { basename, dirname, extname, join } from 'node:path'
import type { NamePattern } from './properties.ts'

/** The name of a file that begins at `now`: `out.log` becomes `<now>-out.log` or `out-<now>.log`. */
export function rolledPath(path: string, pattern: NamePattern, now: number): string {
  const time = String(Math.trunc(now))
  const name = basename(path)
  switch (pattern) {
    case 'prefix':
      return join(dirname(path), `${time}-${name}`)
    case 'suffix': {
      const extension = extensionOf(name)
      const stem = name.slice(0, name.length - extension.length)
      return join(dirname(path), `${stem}-${time}${extension}`)
    }
    case 'none':
    case '':
      return path
  }
}

/** As Go has it, where `.env` is all extension. */
function extensionOf(name: string): string {
  return extname(`x${name}`)
}
