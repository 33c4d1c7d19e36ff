import { existsSync } from 'node:fs'

export const usage = `Usage: npm start -- [options] [PROJECT]

  PROJECT              the folder of a project to open
  --snapshot FILE.png  write a picture of the window and end
  --size WIDTHxHEIGHT  the size of the window, such as 1440x900
  --help               print this
  --version            print the version
`

/** Switches of Electron and Chromium that are handed on. */
const foreign = [
  /^--(disable|enable|ozone|remote-debugging|inspect|force|use|js-flags|lang|log|v|vmodule)\b/,
  /^--(no-sandbox|user-data-dir|trace-warnings|headless|in-process-gpu|proxy-server|host-rules)\b/,
  /^--ignore-\w/,
]
const withValue = new Set(['--snapshot', '--size'])

/**
 * What `npm start` was asked for, before anything is set up.
 *
 * @param {readonly string[]} args
 * @param {(path: string) => boolean} [exists]
 * @returns {{ kind: 'start' | 'help' | 'version' } | { kind: 'refused', message: string }}
 */
export function checkStartArguments(args, exists = existsSync) {
  /** @type {'start' | 'help' | 'version'} */
  let kind = 'start'
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? ''
    if (withValue.has(arg)) {
      // The app says what a wrong value should be.
      index += 1
    } else if (arg === '--help' || arg === '-h') return { kind: 'help' }
    else if (arg === '--version') kind = 'version'
    else if (arg.startsWith('-')) {
      if (foreign.some((pattern) => pattern.test(arg)) || arg.startsWith('--size=')) continue
      return { kind: 'refused', message: `there is no option ${arg}\n\n${usage}` }
    } else if (!exists(arg)) {
      return { kind: 'refused', message: `${arg}: there is no such folder\n` }
    }
  }
  return { kind }
}
