import { resolve } from 'node:path'

/** What the command line asks of the app. */
export interface AppArguments {
  /** A project folder to open. */
  readonly projectFolder: string | undefined
  readonly snapshot: { readonly file: string } | undefined
  readonly size: { readonly width: number; readonly height: number } | undefined
}

export type ArgumentsResult =
  | { readonly ok: true; readonly value: AppArguments }
  | { readonly ok: false; readonly message: string }

/** `args` are the app's own: what stands behind the app folder. Electron's switches among them are left to it. */
export function parseArguments(args: readonly string[]): ArgumentsResult {
  let projectFolder: string | undefined
  let file: string | undefined
  let size: AppArguments['size']
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? ''
    if (arg === '--snapshot') {
      index += 1
      file = args[index]
      if (file === undefined || file.startsWith('-'))
        return refuse('--snapshot needs a file, such as --snapshot window.png')
    } else if (arg === '--size') {
      index += 1
      const match = /^(\d{3,5})x(\d{3,5})$/.exec(args[index] ?? '')
      if (match === null)
        return refuse(`--size needs WIDTHxHEIGHT, such as 1440x900, not "${args[index] ?? ''}"`)
      size = { width: Number(match[1]), height: Number(match[2]) }
    } else if (!arg.startsWith('-')) projectFolder = resolve(arg)
  }
  const snapshot = file === undefined ? undefined : { file: resolve(file) }
  return { ok: true, value: { projectFolder, snapshot, size } }
}

/** The app's own arguments in Electron's `process.argv`, which has the app folder and switches in front. */
export function ownArguments(
  argv: readonly string[],
  appPath: string,
  isPackaged: boolean,
): readonly string[] {
  if (isPackaged) return argv.slice(1)
  const at = argv.findIndex(
    (arg, index) => index > 0 && !arg.startsWith('-') && resolve(arg) === appPath,
  )
  return argv.slice(at < 0 ? 2 : at + 1)
}

const refuse = (message: string): ArgumentsResult => ({ ok: false, message })
