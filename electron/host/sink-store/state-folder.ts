import { createHash } from 'node:crypto'
import { homedir } from 'node:os'
import { basename, join, resolve } from 'node:path'

/** Where a program keeps what it must find again, as each system wants it. */
export function stateFolder(
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
  home = homedir(),
): string {
  switch (platform) {
    case 'win32':
      return join(environment['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'sluice')
    case 'darwin':
      return join(home, 'Library', 'Application Support', 'sluice')
    default: {
      const given = environment['XDG_STATE_HOME'] ?? ''
      return join(given === '' ? join(home, '.local', 'state') : given, 'sluice')
    }
  }
}

/** The part of a state folder that belongs to the rules in `file`: others may have rules of the same id. */
export function stateFolderOfRules(folder: string, file: string): string {
  const path = resolve(file)
  const key = createHash('sha256').update(path).digest('hex').slice(0, 12)
  return join(folder, 'rules', `${basename(path)}-${key}`)
}
