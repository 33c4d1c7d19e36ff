import type { PluginKind, ScaffoldLanguage } from '../host/user-plugins/index.ts'
import { readNewCommand } from './new-arguments.ts'
import { readPackageCommand } from './package-arguments.ts'
import type { PackageArguments } from './package-arguments.ts'

/** What `sluice` was asked to do. */
export type Command =
  | {
      readonly name: 'run'
      readonly file: string
      readonly pluginFolders: readonly string[]
      readonly forMs: number | undefined
      /** Where the run keeps what the next one must find; the system's place where undefined. */
      readonly state: string | undefined
      readonly secretsFile: string | undefined
      /** Schemas beside those of the project or file. */
      readonly schemaFolder: string | undefined
    }
  | {
      readonly name: 'validate'
      readonly file: string
      readonly pluginFolders: readonly string[]
      readonly secretsFile: string | undefined
      readonly schemaFolder: string | undefined
    }
  | {
      readonly name: 'export'
      readonly project: string
      /** Values in clear text instead of references. */
      readonly withSecrets: boolean
      readonly secretsFile: string | undefined
    }
  | {
      readonly name: 'explain'
      readonly file: string
      readonly pluginFolders: readonly string[]
      readonly schemaFolder: string | undefined
    }
  | {
      readonly name: 'new'
      readonly kind: PluginKind
      readonly pluginName: string
      /** The user's own plugin folder where undefined. */
      readonly folder: string | undefined
      readonly language: ScaffoldLanguage
    }
  | ({ readonly name: 'package' } & PackageArguments)
  | { readonly name: 'help' }

export type CommandResult =
  | { readonly ok: true; readonly command: Command }
  | { readonly ok: false; readonly message: string }

export const usage = `Usage:
  sluice run FILE [--plugins DIR]... [--for 10s] [--state DIR] [--secrets FILE] [--schemas DIR]
      Runs the rules and prints every row an action collected as one JSON line:
      {"rule","action","at","row"}. Ends after --for, when all sources ended, or with Ctrl-C.
  sluice validate FILE [--plugins DIR]... [--secrets FILE] [--schemas DIR]
      Checks streams, rules and actions; prints what is wrong with its place.
  sluice export PROJECT [--with-secrets [--secrets FILE]]
      Prints a project folder as eKuiper's ruleset JSON. --with-secrets writes the secrets' values into it in
      clear text, as eKuiper needs them, instead of references.
  sluice explain FILE [--plugins DIR]... [--schemas DIR]
      Prints the logical and the physical plan of every rule: what is decoded, and what runs in which order.
  sluice new sink|source|function|format NAME [--dir DIR] [--ts]
      Makes a plugin that works, with its test and its types, in DIR or in the app's own plugin folder;
      in JavaScript, or with --ts in TypeScript.
  sluice package PLUGIN [--out FILE.zip] [--name NAME]
      Packs a plugin of yours, or a folder of them, as a portable plugin that an eKuiper server installs.

FILE is a project folder or a ruleset (or data export) of eKuiper. Sources without a server use
tcp://127.0.0.1:1883. DIR holds plugins in sinks/, sources/, functions/ and formats/:
MySink.ts|js|mjs|cjs, or a folder mySink/. They are trusted because you name DIR, and loaded again when saved.
--for takes ms, s, m or h, such as 500ms or 1m. --state DIR is where actions with enableCache keep
messages until they are sent, also from one run to the next; without it each FILE has a folder of its own.
A secret that the rules name as \${secret:ID} is read from the environment variable SLUICE_SECRET_ID, or from
the line ID=VALUE in the file of --secrets. --schemas DIR has schemas of formats, such as
telemetry.proto; those of a project folder are in its schemas/ already.
`

const unitMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const

/** Milliseconds of a text such as `10s`; undefined where it is none. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text)
  const unit = match?.[2] as keyof typeof unitMs | undefined
  return match === null || unit === undefined ? undefined : Number(match[1]) * unitMs[unit]
}

export function parseCommand(args: readonly string[]): CommandResult {
  const [name, ...rest] = args
  if (name === undefined || name === 'help' || args.includes('--help') || args.includes('-h')) {
    return { ok: true, command: { name: 'help' } }
  }
  if (name === 'new') {
    const read = readNewCommand(rest)
    return typeof read === 'string' ? refuse(read) : { ok: true, command: { name, ...read } }
  }
  if (name === 'package') {
    const read = readPackageCommand(rest)
    return typeof read === 'string' ? refuse(read) : { ok: true, command: { name, ...read } }
  }
  const options = readOptions(rest)
  if (typeof options === 'string') return refuse(options)
  const { file, pluginFolders, forMs, state, secretsFile, schemaFolder, withSecrets } = options
  if (withSecrets && name !== 'export') return refuse('--with-secrets is for export')
  if (name === 'run' || name === 'validate') {
    if (file === undefined) return refuse(`${name} needs a file or a project folder`)
    if (name === 'validate' && forMs !== undefined) return refuse('--for is for run')
    if (name === 'validate' && state !== undefined) return refuse('--state is for run')
    return name === 'run'
      ? {
          ok: true,
          command: { name, file, pluginFolders, forMs, state, secretsFile, schemaFolder },
        }
      : { ok: true, command: { name, file, pluginFolders, secretsFile, schemaFolder } }
  }
  if (name === 'explain') {
    if (file === undefined) return refuse('explain needs a file or a project folder')
    if (forMs !== undefined || state !== undefined) return refuse('--for and --state are for run')
    if (secretsFile !== undefined) return refuse('--secrets is for run, validate and export')
    return { ok: true, command: { name, file, pluginFolders, schemaFolder } }
  }
  if (schemaFolder !== undefined) return refuse('--schemas is for run, validate and explain')
  if (name === 'export') {
    if (file === undefined) return refuse('export needs a project folder')
    if (forMs !== undefined || state !== undefined || pluginFolders.length > 0) {
      return refuse('export takes a project folder, --with-secrets and --secrets, nothing else')
    }
    if (secretsFile !== undefined && !withSecrets) {
      return refuse('--secrets is for export --with-secrets: references need no values')
    }
    return { ok: true, command: { name, project: file, withSecrets, secretsFile } }
  }
  return refuse(`there is no command "${name}"`)
}

interface Options {
  readonly file: string | undefined
  readonly state: string | undefined
  readonly pluginFolders: readonly string[]
  readonly forMs: number | undefined
  readonly secretsFile: string | undefined
  readonly schemaFolder: string | undefined
  readonly withSecrets: boolean
}

const optionsWithValue: ReadonlySet<string> = new Set([
  '--for',
  '--plugins',
  '--state',
  '--secrets',
  '--schemas',
])

function readOptions(args: readonly string[]): Options | string {
  let file: string | undefined
  let forMs: number | undefined
  let state: string | undefined
  let secretsFile: string | undefined
  let schemaFolder: string | undefined
  let withSecrets = false
  const pluginFolders: string[] = []
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? ''
    if (arg === '--with-secrets') withSecrets = true
    else if (optionsWithValue.has(arg)) {
      index += 1
      const value = args[index]
      if (value === undefined) return `${arg} needs a value`
      if (arg === '--plugins') pluginFolders.push(value)
      else if (arg === '--state') state = value
      else if (arg === '--secrets') secretsFile = value
      else if (arg === '--schemas') schemaFolder = value
      else forMs = parseDuration(value)
      if (arg === '--for' && forMs === undefined)
        return `--for takes a duration such as 10s, not "${value}"`
    } else if (arg.startsWith('-')) return `there is no option "${arg}"`
    else if (file !== undefined) return `one file at a time: "${file}" or "${arg}"`
    else file = arg
  }
  return { file, state, pluginFolders, forMs, secretsFile, schemaFolder, withSecrets }
}

const refuse = (message: string): CommandResult => ({
  ok: false,
  message: `${message}\n\n${usage}`,
})
