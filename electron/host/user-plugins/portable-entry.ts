import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { ComponentDefinition, Logger } from '#engine/api'
import { loadPortablePlugin } from '../portable/index.ts'
import type { LoadedPortablePlugin, PortableOptions } from '../portable/index.ts'
import type { Candidate } from './candidate.ts'
import type { FolderEntry } from './folder-entry.ts'
import type { PluginFunctionDefinition } from './function-unit.ts'
import type { UserPluginInfo } from './plugin-info.ts'
import { PortableFunctions } from './portable-functions.ts'
import type { Trust } from './trust.ts'

export interface PortableEntryOptions {
  readonly candidate: Candidate
  readonly trust: Trust
  readonly logger: Logger
  readonly onChange: () => void
  readonly portable?: PortableOptions | undefined
}

/**
 * A portable plugin of eKuiper, a folder or a zip in `portable/`. Reading it runs nothing of it; its
 * process starts once it is trusted where it has functions, else with the first rule that uses it.
 */
export class PortableEntry implements FolderEntry {
  readonly candidate: Candidate
  private readonly options: PortableEntryOptions
  /** What its files are now: it may wait for trust. */
  private newest: LoadedPortablePlugin | undefined
  private used: LoadedPortablePlugin | undefined
  private readonly sqlFunctions: PortableFunctions
  private hash = ''
  private isTrusted = false
  private failure: string | undefined

  constructor(options: PortableEntryOptions) {
    this.options = options
    this.sqlFunctions = new PortableFunctions(options.onChange)
    this.candidate = options.candidate
  }

  get id(): string {
    return `portable ${this.candidate.type}`
  }

  get components(): readonly ComponentDefinition[] {
    return this.isTrusted ? (this.used?.plugin.components ?? []) : []
  }

  get functions(): readonly PluginFunctionDefinition[] {
    return this.isTrusted ? this.sqlFunctions.definitions : []
  }

  get settled(): Promise<void> {
    return this.sqlFunctions.settled
  }

  get inputs(): readonly string[] {
    return []
  }

  async refresh(force = false): Promise<boolean> {
    const { candidate, trust } = this.options
    try {
      const hash = await hashFiles(candidate.path)
      if (hash === this.hash && !force) return false
      this.hash = hash
      this.isTrusted = trust.isTrusted(candidate.path, hash)
      const next = await this.read()
      if (this.newest !== this.used) await this.newest?.close()
      this.newest = next
      this.failure = undefined
      if (this.isTrusted) await this.adopt(next)
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error)
    }
    return true
  }

  async trust(follow: boolean): Promise<void> {
    await this.options.trust.add(this.candidate.path, this.hash, follow)
    this.isTrusted = true
    try {
      if (this.newest !== undefined) await this.adopt(this.newest)
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error)
    }
  }

  private async read(): Promise<LoadedPortablePlugin> {
    const { candidate, logger, onChange, portable } = this.options
    const loaded = await loadPortablePlugin(candidate.path, {
      ...portable,
      environment: { ...keptFiles(candidate), ...portable?.environment },
      onOutput: (line) => logger.info(`${candidate.type}: ${line}`),
    })
    loaded.onStatus(onChange)
    return loaded
  }

  /** What runs goes on in this version, or in the one before where this one fails: then it rejects. */
  private async adopt(next: LoadedPortablePlugin): Promise<void> {
    const before = this.used
    if (before === next) return
    try {
      await before?.handOver(next)
    } catch (error) {
      this.newest = before
      await next.close()
      throw error
    }
    this.used = next
    for (const each of before?.functions ?? []) await each.makeRoom()
    await this.sqlFunctions.settled
    this.sqlFunctions.use(next)
    if (before === undefined) return
    await this.sqlFunctions.settled
    await before.close()
  }

  info(): UserPluginInfo {
    const { candidate, newest: loaded, failure, isTrusted } = this
    const status = this.used?.status
    const crash = status?.state === 'crashed' ? status.message : undefined
    const fault = crash ?? this.sqlFunctions.problem
    const waiting = 'it is new or was changed and runs once you trust it'
    const notes = loaded?.definition.warnings ?? []
    const told = fault ?? (notes.join('; ') || undefined)
    return {
      id: this.id,
      kind: 'portable',
      type: candidate.type,
      title: loaded?.plugin.title ?? candidate.type,
      version: loaded?.definition.version,
      path: candidate.path,
      state:
        failure !== undefined
          ? 'failed'
          : !isTrusted
            ? 'untrusted'
            : fault === undefined
              ? 'ready'
              : 'stopped',
      message: failure ?? (isTrusted ? told : waiting),
      place: undefined,
      isOlderUsed: failure !== undefined && this.used !== undefined,
      isShared: false,
      provides: namesOf(loaded),
      reaches: [],
      readme: undefined,
    }
  }

  async close(): Promise<void> {
    for (const each of new Set([this.used, this.newest])) await each?.close()
  }
}

/**
 * Where packed plugins of Sluice keep files: a zip is unpacked for each run, and a folder may be replaced.
 */
function keptFiles({ path, type }: Candidate): Readonly<Record<string, string>> {
  return { SLUICE_PLUGIN_DATA: join(dirname(dirname(path)), '.data', `portable-${type}`) }
}

function namesOf(loaded: LoadedPortablePlugin | undefined): readonly string[] {
  if (loaded === undefined) return []
  return [
    ...loaded.plugin.components.map(({ kind, type }) => `${kind} ${type}`),
    ...loaded.functions.map(({ name }) => `function ${name}`),
  ]
}

/** Of every file with its name: what its executable imports counts too. */
async function hashFiles(path: string): Promise<string> {
  const hash = createHash('sha256')
  const add = async (file: string, name: string): Promise<void> => {
    if ((await stat(file)).isDirectory()) {
      for (const inner of (await readdir(file)).sort()) {
        if (inner !== '__pycache__') await add(join(file, inner), `${name}/${inner}`)
      }
    } else hash.update(`${name}\n`).update(await readFile(file))
  }
  await add(path, basename(path))
  return hash.digest('hex')
}
