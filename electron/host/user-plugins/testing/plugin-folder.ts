import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, afterEach } from 'vitest'
import { componentsOf, createComponentRegistry, createEngine, createFunctionCatalog } from '#engine'
import type { EngineLogLine, EngineRun, NodeStatus } from '#engine'
import { builtinPlugins } from '#plugins'
import { realClock } from '../../clock.ts'
import { openUserPlugins, trustAll } from '../index.ts'
import type { UserPluginOptions, UserPlugins } from '../index.ts'

/** A plugin folder on disk and what is open of it; all of it goes away after the test. */
export interface PluginFolder {
  readonly folder: string
  write(path: string, text: string): Promise<string>
  remove(path: string): Promise<void>
  open(options?: Partial<UserPluginOptions>): Promise<UserPlugins>
  /** Lines that plugins or the loader wrote outside of rules. */
  readonly lines: string[]
}

const open: (() => Promise<unknown>)[] = []
const folders: string[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
})

export async function createFolder(
  files: Readonly<Record<string, string>> = {},
): Promise<PluginFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-plugins-'))
  folders.push(folder)
  const lines: string[] = []
  const say = (level: string) => (message: string) => void lines.push(`${level} ${message}`)
  const write = async (path: string, text: string): Promise<string> => {
    const file = join(folder, path)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
    return file
  }
  for (const [path, text] of Object.entries(files)) await write(path, text)
  return {
    folder,
    write,
    lines,
    remove: (path) => rm(join(folder, path), { recursive: true }),
    async open(options) {
      const plugins = await openUserPlugins({
        folders: [folder],
        trust: trustAll,
        watch: false,
        logger: { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') },
        ...options,
      })
      open.push(() => plugins.close())
      return plugins
    },
  }
}

/** Far above what is awaited; it only turns a hanging test into one that says why. */
const longestWaitMs = 5_000

export interface TestRule {
  readonly id?: string
  readonly rows: readonly Readonly<Record<string, unknown>>[]
  readonly interval?: number
  readonly loop?: boolean
  readonly sql?: string
  /** Of its stream; the simulator where it is absent. */
  readonly type?: string
  /** Of a stream of another type. */
  readonly config?: Readonly<Record<string, unknown>>
  /** The stream's FORMAT. */
  readonly format?: string
  readonly actions: readonly Readonly<Record<string, Readonly<Record<string, unknown>>>>[]
}

export interface TestRun {
  readonly run: EngineRun
  readonly log: EngineLogLine[]
  status(node: string): NodeStatus
  /** Resolves when the node's status fits. */
  until(node: string, fits: (status: NodeStatus) => boolean): Promise<NodeStatus>
}

/** Runs rules on the engine with the built-in plugins and these. Each reads its own simulator. */
export async function startRules(
  plugins: UserPlugins,
  rules: readonly TestRule[],
): Promise<TestRun> {
  const log: EngineLogLine[] = []
  let lastId = 0
  const engine = createEngine({
    environment: {
      clock: realClock,
      random: Math.random,
      newId: () => String((lastId += 1)),
      log: (line) => log.push(line),
    },
    components: createComponentRegistry(componentsOf([...builtinPlugins(), ...plugins.plugins()])),
    functions: createFunctionCatalog(plugins.functions().map(({ definition }) => definition)),
  })
  const named = rules.map((rule, index) => ({ ...rule, id: rule.id ?? `r${String(index)}` }))
  const result = engine.start({
    streams: named.map(
      ({ id, type = 'simulator', config, format = 'json' }) =>
        `CREATE STREAM s_${id} () WITH (TYPE="${type}", FORMAT="${format}"${type === 'simulator' || config !== undefined ? `, CONF_KEY="${id}"` : ''})`,
    ),
    rules: named.map(({ id, sql, actions }) => ({
      id,
      sql: (sql ?? 'SELECT * FROM stream').replace('stream', `s_${id}`),
      actions,
      options: {},
    })),
    sourceConfigurations: {
      ...Object.fromEntries(
        named.flatMap(({ id, type, config }) => {
          return type === undefined || config === undefined ? [] : [[type, { [id]: config }]]
        }),
      ),
      simulator: Object.fromEntries(
        named.map(({ id, rows, interval = 1, loop = false }) => [
          id,
          { data: rows, interval, loop },
        ]),
      ),
    },
  })
  if (!result.ok) {
    throw new Error(result.problems.map(({ diagnostic }) => diagnostic.message).join('\n'))
  }
  const { run } = result
  open.push(() => run.stop())
  const status = (node: string): NodeStatus => {
    const found = run.status().find((each) => each.node === node)
    if (found === undefined) throw new Error(`there is no node ${node}`)
    return found
  }
  return {
    run,
    log,
    status,
    async until(node, fits) {
      const end = Date.now() + longestWaitMs
      for (;;) {
        const now = status(node)
        if (fits(now)) return now
        if (Date.now() > end) throw new Error(`${node} stays ${JSON.stringify(now)}`)
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    },
  }
}
