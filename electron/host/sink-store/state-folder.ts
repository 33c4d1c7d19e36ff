import { homedir } from 'node:os'
import { join } from 'node:path'

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
