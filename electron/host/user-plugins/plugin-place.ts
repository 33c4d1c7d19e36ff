import { homedir } from 'node:os'
import { join } from 'node:path'

/** The user's own plugin folder, where the app looks as well: `plugins` in the app's data folder. */
export function userPluginFolder(env: NodeJS.ProcessEnv = process.env): string {
  return join(dataFolder(env), 'sluice', 'plugins')
}

function dataFolder(env: NodeJS.ProcessEnv): string {
  switch (process.platform) {
    case 'darwin':
      return join(homedir(), 'Library', 'Application Support')
    case 'win32':
      return env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming')
    default:
      return env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config')
  }
}
