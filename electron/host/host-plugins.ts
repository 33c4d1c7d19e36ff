import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { EngineLogLine, FunctionDefinition, FunctionDescription } from '#engine'
import { logLine } from '#engine/api'
import type { Logger, Plugin } from '#engine/api'
import type { PluginList, SqlFunction, UserPlugin } from '#ipc/plugins'
import { builtinPlugins } from '#plugins'
import { builtinNames, openTrustFile, openUserPlugins } from './user-plugins/index.ts'
import type { UserPluginInfo, UserPlugins } from './user-plugins/index.ts'

/** Where the host looks for plugins of the user, and what it may run of them. */
export interface HostPluginPlaces {
  /** The first is the app's own and is made where it is missing. */
  readonly folders: readonly string[]
  readonly trustFile: string
}

/** The plugins of the host: the built-in ones at once, those of the user when they are loaded. */
export interface HostPlugins {
  /** Resolves when every plugin was looked at once. Never rejects. */
  readonly opened: Promise<void>
  plugins(): readonly Plugin[]
  functions(): readonly FunctionDefinition[]
  list(): PluginList
  trust(id: string, follow: boolean): Promise<void>
  reload(id: string | undefined): Promise<void>
  setFolders(folders: readonly string[]): Promise<void>
  close(): Promise<void>
}

export function openHostPlugins(options: {
  readonly places: HostPluginPlaces | undefined
  readonly log: (line: EngineLogLine) => void
  readonly onChange: () => void
}): HostPlugins {
  const { places, log, onChange } = options
  const builtin = builtinPlugins()
  let user: UserPlugins | undefined
  let folders = places?.folders ?? []
  const logger = createLogger(log)

  const open = async ({ trustFile }: HostPluginPlaces): Promise<void> => {
    const [own] = folders
    if (own !== undefined) await makePluginFolder(own)
    user = await openUserPlugins({
      folders,
      trust: await openTrustFile(trustFile),
      watch: true,
      taken: builtinNames(),
      logger,
    })
    user.onChange(onChange)
    onChange()
  }
  const opened =
    places === undefined
      ? Promise.resolve()
      : open(places).catch((error: unknown) => {
          logger.error(`plugins cannot be loaded: ${String(error)}`)
        })
  const opening = async (): Promise<UserPlugins | undefined> => {
    await opened
    return user
  }
  return {
    opened,
    plugins: () => [...builtin, ...(user?.plugins() ?? [])],
    functions: () => (user?.functions() ?? []).map(({ definition }) => definition),
    list: () => ({
      folders: [...folders],
      plugins: (user?.list() ?? []).map(describe),
      functions: (user?.functions() ?? []).map(({ description }) => copyFunction(description)),
      problems: (user?.folderProblems() ?? []).map((problem) => ({ ...problem })),
    }),
    trust: async (id, follow) => (await opening())?.trust(id, follow),
    reload: async (id) => (await opening())?.reload(id),
    async setFolders(next) {
      folders = next
      await (await opening())?.setFolders(next)
    },
    close: async () => (await opening())?.close(),
  }
}

async function makePluginFolder(folder: string): Promise<void> {
  for (const name of ['sinks', 'sources', 'functions', 'formats', 'portable']) {
    await mkdir(join(folder, name), { recursive: true })
  }
}

function createLogger(log: (line: EngineLogLine) => void): Logger {
  const say =
    (level: EngineLogLine['level']) =>
    (message: string, ...details: readonly unknown[]) => {
      log({ at: Date.now(), level, node: 'plugins', message: logLine(message, details) })
    }
  return { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') }
}

function copyFunction({
  signatures,
  arguments: counts,
  problem,
  ...rest
}: FunctionDescription): SqlFunction {
  return {
    ...rest,
    signatures: [...signatures],
    ...(counts === undefined ? {} : { arguments: { ...counts } }),
    ...(problem === undefined ? {} : { problem }),
  }
}

function describe({
  version,
  icon,
  message,
  place,
  readme,
  reaches,
  provides,
  ...rest
}: UserPluginInfo): UserPlugin {
  return {
    ...rest,
    reaches: [...reaches],
    provides: [...provides],
    ...(version === undefined ? {} : { version }),
    ...(icon === undefined ? {} : { icon }),
    ...(message === undefined ? {} : { message }),
    ...(place === undefined ? {} : { place }),
    ...(readme === undefined ? {} : { readme }),
  }
}
