import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import type { FunctionDefinition } from '#engine'
import { builtinPlugins } from '#plugins'
import {
  builtinNames,
  openUserPlugins,
  trustAll,
  userPluginFolder,
} from '../host/user-plugins/index.ts'
import type { UserPlugins } from '../host/user-plugins/index.ts'
import { stateFolder, stateFolderOfRules } from '../host/sink-store/state-folder.ts'
import { parseCommand, usage } from './arguments.ts'
import type { Command } from './arguments.ts'
import { explainRules } from './explain-command.ts'
import { exportProject } from './export-command.ts'
import { InputError } from './input-error.ts'
import { newPlugin } from './new-command.ts'
import { packagePlugin } from './package-command.ts'
import { runRules } from './run-command.ts'
import { takeSecrets } from './secrets.ts'
import { validateRules } from './validate-command.ts'

/** `sluice`: rows and exports go to stdout, everything said about them to stderr. */
const note = (text: string): void => void process.stderr.write(text)

async function carryOut(command: Command): Promise<number> {
  switch (command.name) {
    case 'help':
      process.stdout.write(usage)
      return 0
    case 'run': {
      const { file, forMs, state } = command
      const secrets = await takeSecrets(process.env, command.secretsFile)
      const user = await openPlugins(command.pluginFolders, true)
      const plugins = [...builtinPlugins(), ...user.plugins()]
      const stop = new AbortController()
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
      const row = (line: string): void => void process.stdout.write(line)
      try {
        const own = stateFolder(process.platform, process.env)
        const cacheFolder = join(state ?? stateFolderOfRules(own, file), 'sink-cache')
        const functions = definitionsOf(user)
        const { signal } = stop
        const { schemaFolder } = command
        const plugged = { plugins, functions, schemaFolder }
        const request = { file, ...plugged, secrets, forMs, cacheFolder, signal }
        return await runRules(request, { row, note })
      } finally {
        await user.close()
      }
    }
    case 'validate': {
      const secrets = await takeSecrets(process.env, command.secretsFile)
      const user = await openPlugins(command.pluginFolders, false)
      try {
        const plugins = [...builtinPlugins(), ...user.plugins()]
        const all = {
          plugins,
          functions: definitionsOf(user),
          secrets,
          schemaFolder: command.schemaFolder,
        }
        return await validateRules(command.file, all, note)
      } finally {
        await user.close()
      }
    }
    case 'new': {
      const { kind, pluginName: name, language } = command
      const folder = command.folder ?? userPluginFolder()
      return newPlugin({ kind, name, folder, language }, note)
    }
    case 'package':
      return packagePlugin(command, note)
    case 'explain': {
      const user = await openPlugins(command.pluginFolders, false)
      try {
        const print = (text: string): void => void process.stdout.write(text)
        const plugins = [...builtinPlugins(), ...user.plugins()]
        const { file, schemaFolder } = command
        const all = { plugins, functions: definitionsOf(user), schemaFolder }
        return await explainRules(file, all, { print, note })
      } finally {
        await user.close()
      }
    }
    case 'export': {
      const { project, withSecrets, secretsFile } = command
      const secrets = withSecrets ? await takeSecrets(process.env, secretsFile) : undefined
      const print = (text: string): void => void process.stdout.write(text)
      return exportProject({ project, secrets }, { print, note })
    }
  }
}

const definitionsOf = (user: UserPlugins): readonly FunctionDefinition[] =>
  user.functions().map(({ definition }) => definition)

/** Who names a folder here trusts what is in it. What is wrong with a plugin is said once. */
async function openPlugins(folders: readonly string[], watch: boolean): Promise<UserPlugins> {
  for (const folder of folders) {
    const found = await stat(folder).catch(() => undefined)
    if (found === undefined) throw new InputError(`--plugins ${folder}: there is no such folder`)
    if (!found.isDirectory()) throw new InputError(`--plugins ${folder}: this is a file, no folder`)
  }
  const say = (level: string) => (message: string) => note(`${level} plugins: ${message}\n`)
  const user = await openUserPlugins({
    folders,
    trust: trustAll,
    watch: watch && folders.length > 0,
    taken: builtinNames(),
    logger: {
      debug: () => undefined,
      info: say('info'),
      warn: say('warn'),
      error: say('error'),
    },
  })
  let said = new Set<string>()
  const sayProblems = (): void => {
    const lines = user.problems().map(({ file, message }) => `${file}: ${message}\n`)
    for (const line of lines) if (!said.has(line)) note(line)
    said = new Set(lines)
  }
  sayProblems()
  user.onChange(sayProblems)
  return user
}

async function main(): Promise<number> {
  const parsed = parseCommand(process.argv.slice(2))
  if (!parsed.ok) {
    note(`${parsed.message}\n`)
    return 2
  }
  try {
    return await carryOut(parsed.command)
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    note(`${error.message}\n`)
    return 1
  }
}

// A reader that closes the pipe (`| head`) ends the command; that is no fault.
process.stdout.on('error', () => process.exit(0))
main().then(
  (code) => {
    process.exitCode = code
    // Whatever a plugin left running must not keep the command alive.
    process.stdout.write('', () => process.exit(code))
  },
  (error: unknown) => {
    note(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
    process.exit(1)
  },
)
