import { definePlugin } from '#engine/api'
import type { Logger, Plugin } from '#engine/api'
import { isCode, isNative } from './candidate.ts'
import { findPlugins } from './find-plugins.ts'
import type { PortableOptions } from '../portable/index.ts'
import type { Candidate } from './candidate.ts'
import type { PluginProblem } from './find-plugins.ts'
import { usualLimits } from './limits.ts'
import type { PluginLimits } from './limits.ts'
import type { FolderEntry } from './folder-entry.ts'
import type { PluginFunctionDefinition } from './function-unit.ts'
import { NativeEntry } from './native-entry.ts'
import { PluginEntry } from './plugin-entry.ts'
import { PortableEntry } from './portable-entry.ts'
import type { UserPluginInfo } from './plugin-info.ts'
import type { Trust } from './trust.ts'
import { takeUniqueNames } from './unique-names.ts'
import type { NamedParts } from './unique-names.ts'
import { watchFolders } from './watch-folders.ts'
import type { FolderWatch } from './watch-folders.ts'

export interface UserPluginOptions {
  readonly folders: readonly string[]
  readonly trust: Trust
  /** What plugins say outside of a rule, and what happens to them. */
  readonly logger: Logger
  /** True: saving a file swaps its plugin, also in running rules. */
  readonly watch: boolean
  readonly limits?: Partial<PluginLimits>
  /** How portable plugins are run. */
  readonly portable?: PortableOptions
  /** Kinds and types that are built in, such as `sink mqtt`: a plugin cannot have such a name. */
  readonly taken?: ReadonlySet<string>
}

/** The plugins in the user's folders. A bad one is a problem and harms nothing else. */
export interface UserPlugins {
  /** What can be used now. Components of an earlier answer stay usable. */
  plugins(): readonly Plugin[]
  /** What SQL can call beside the built-in functions. */
  functions(): readonly PluginFunctionDefinition[]
  list(): readonly UserPluginInfo[]
  /** Everything that is wrong: plugins that cannot be used, and folders. */
  problems(): readonly PluginProblem[]
  /** What is wrong with folders, and with what is no plugin. */
  folderProblems(): readonly PluginProblem[]
  onChange(listener: () => void): () => void
  /** Looks again at the files of one plugin or, without `id`, of all folders. */
  reload(id?: string): Promise<void>
  trust(id: string, follow: boolean): Promise<void>
  /** Looks in these folders from now on; plugins of others go on only in rules that run. */
  setFolders(folders: readonly string[]): Promise<void>
  close(): Promise<void>
}

export async function openUserPlugins(options: UserPluginOptions): Promise<UserPlugins> {
  const plugins = new PluginFolders(options)
  await plugins.open()
  return plugins
}

class PluginFolders implements UserPlugins {
  private readonly options: UserPluginOptions
  private readonly listeners = new Set<() => void>()
  private entries = new Map<string, FolderEntry>()
  private folders: readonly string[]
  private wrongFolders: readonly PluginProblem[] = []
  private watcher: FolderWatch | undefined
  private earlier: Promise<unknown> = Promise.resolve()
  private isClosed = false

  constructor(options: UserPluginOptions) {
    this.options = options
    this.folders = options.folders
  }

  async open(): Promise<void> {
    await this.watch()
    await this.scan()
    // Only here: a plugin that takes its time must not hold up the news about the others.
    await Promise.all([...this.entries.values()].map(({ settled }) => settled))
  }

  async setFolders(folders: readonly string[]): Promise<void> {
    this.folders = folders
    await this.watcher?.close()
    await this.watch()
    await this.scan()
    this.announce()
  }

  private async watch(): Promise<void> {
    this.watcher = undefined
    // Without a folder the watcher would never be ready.
    if (!this.options.watch || this.folders.length === 0) return
    this.watcher = await watchFolders(this.folders, () => {
      this.scan().catch((error: unknown) => this.options.logger.error(String(error)))
    })
  }

  plugins(): readonly Plugin[] {
    return [...this.named().components].flatMap(([{ candidate }, components]) =>
      components.length === 0
        ? []
        : [
            definePlugin({
              id: `user.${candidate.kind}.${candidate.type}`,
              title: 'your plugin',
              components,
            }),
          ],
    )
  }

  functions(): readonly PluginFunctionDefinition[] {
    return this.named().functions
  }

  private named(): NamedParts {
    return takeUniqueNames(this.entries.values(), this.options.taken)
  }

  list(): readonly UserPluginInfo[] {
    return [...this.entries.values()].map((entry) => entry.info())
  }

  problems(): readonly PluginProblem[] {
    const ofPlugins = this.list().flatMap(({ state, place, path, message, isOlderUsed }) => {
      if (state === 'ready' || state === 'server-only') return []
      const goesOn = isOlderUsed ? '; the version before it goes on' : ''
      return [{ file: place ?? path, message: `${message ?? state}${goesOn}` }]
    })
    return [...this.folderProblems(), ...ofPlugins]
  }

  folderProblems(): readonly PluginProblem[] {
    return [...this.wrongFolders, ...this.named().problems]
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  async reload(id?: string): Promise<void> {
    if (id === undefined) return this.scan()
    await this.inOrder(async () => {
      await this.entries.get(id)?.refresh(true)
      this.announce()
    })
  }

  async trust(id: string, follow: boolean): Promise<void> {
    await this.inOrder(async () => {
      await this.entries.get(id)?.trust(follow)
      this.announce()
    })
  }

  async close(): Promise<void> {
    this.isClosed = true
    await this.watcher?.close()
    await this.earlier
    await Promise.all([...this.entries.values()].map((entry) => entry.close()))
  }

  private scan(): Promise<void> {
    return this.inOrder(async () => {
      if (this.isClosed) return
      const { candidates, problems } = await findPlugins(this.folders, this.options.taken)
      let isChanged = JSON.stringify(problems) !== JSON.stringify(this.wrongFolders)
      this.wrongFolders = problems
      const before = this.entries
      this.entries = new Map(
        candidates.map((candidate) => {
          const id = `${candidate.kind} ${candidate.type}`
          const known = before.get(id)
          const isKnown = known?.candidate.path === candidate.path
          return [id, isKnown ? known : this.createEntry(candidate)]
        }),
      )
      for (const [id, entry] of before) {
        if (this.entries.get(id) === entry) continue
        isChanged = true
        await entry.close()
      }
      // One after the other, so that a folder of many does not start many processes at once.
      for (const entry of this.entries.values()) isChanged = (await entry.refresh()) || isChanged
      this.watcher?.add([...this.entries.values()].flatMap(({ inputs }) => inputs))
      if (isChanged) this.announce()
    })
  }

  private createEntry(candidate: Candidate): FolderEntry {
    const { limits, trust, logger } = this.options
    if (isNative(candidate)) return new NativeEntry(candidate)
    if (!isCode(candidate)) {
      return new PortableEntry({
        candidate,
        trust,
        logger,
        onChange: () => this.announce(),
        portable: this.options.portable,
      })
    }
    return new PluginEntry({
      candidate,
      limits: { ...usualLimits, ...limits },
      trust,
      logger,
      onChange: () => this.announce(),
    })
  }

  private inOrder(work: () => Promise<void>): Promise<void> {
    const done = this.earlier.then(work)
    this.earlier = done.catch(() => undefined)
    return done
  }

  private announce(): void {
    // What is closed one after the other is no news.
    if (this.isClosed) return
    for (const listener of [...this.listeners]) listener()
  }
}
