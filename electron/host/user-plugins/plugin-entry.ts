import { join, dirname } from 'node:path'
import type { ComponentDefinition, Logger } from '#engine/api'
import type { Bundle } from './bundle.ts'
import { BundleError, bundlePlugin } from './bundle.ts'
import { componentTexts, readPapers } from './describe-plugin.ts'
import type { PluginPapers } from './describe-plugin.ts'
import type { CodeCandidate } from './candidate.ts'
import type { FolderEntry } from './folder-entry.ts'
import type { PluginLimits } from './limits.ts'
import type { UserPluginInfo } from './plugin-info.ts'
import { PluginError } from './plugin-errors.ts'
import { FormatUnit } from './format-unit.ts'
import { FunctionUnit } from './function-unit.ts'
import type { PluginFunctionDefinition } from './function-unit.ts'
import { PluginUnit } from './plugin-unit.ts'
import { openStateStore } from './state-store.ts'
import type { Trust } from './trust.ts'
import { defineUserSink } from './user-sink.ts'
import { defineUserSource } from './user-source.ts'

export interface EntryOptions {
  readonly candidate: CodeCandidate
  readonly limits: PluginLimits
  readonly trust: Trust
  readonly logger: Logger
  readonly onChange: () => void
}

type Unit = PluginUnit | FunctionUnit | FormatUnit

interface Trouble {
  readonly state: 'untrusted' | 'failed'
  readonly message: string
  readonly place: string | undefined
}

/** One plugin of a folder, from the first look at its file: waiting for trust, failed, or running. */
export class PluginEntry implements FolderEntry {
  readonly candidate: CodeCandidate
  private readonly options: EntryOptions
  private unit: Unit | undefined
  private papers: PluginPapers | undefined
  private definition: ComponentDefinition | undefined
  private sqlFunction: PluginFunctionDefinition | undefined
  private trouble: Trouble | undefined
  private seen: { readonly bundle: Bundle; readonly papers: PluginPapers } | undefined
  private seenKey = ''
  readonly settled = Promise.resolve()

  constructor(options: EntryOptions) {
    this.options = options
    this.candidate = options.candidate
  }

  get id(): string {
    return `${this.candidate.kind} ${this.candidate.type}`
  }

  /** What the engine gets: absent while no version of it could be loaded. */
  get components(): readonly ComponentDefinition[] {
    return this.definition === undefined ? [] : [this.definition]
  }

  get functions(): readonly PluginFunctionDefinition[] {
    return this.sqlFunction === undefined ? [] : [this.sqlFunction]
  }

  get inputs(): readonly string[] {
    return this.seen?.bundle.inputs ?? []
  }

  /** Looks at the files and does what their change asks for; true where something is different now. */
  async refresh(force = false): Promise<boolean> {
    try {
      const bundle = await bundlePlugin(this.candidate)
      const papers = await readPapers(this.candidate)
      const key = JSON.stringify([bundle.hash, papers, papers.properties?.shape])
      const isKnown = key === this.seenKey && this.trouble?.state !== 'untrusted'
      if (isKnown && !force) return false
      this.seen = { bundle, papers }
      this.seenKey = key
    } catch (error) {
      this.seenKey = ''
      return this.fail(error)
    }
    return this.use(this.seen)
  }

  /** Trusts what is there now. */
  async trust(follow: boolean): Promise<void> {
    const { seen } = this
    if (seen === undefined) return
    await this.options.trust.add(this.candidate.path, seen.bundle.hash, follow)
    await this.use(seen)
  }

  info(): UserPluginInfo {
    const { candidate, unit, trouble } = this
    const stopped = unit?.stoppedFor
    const papers = this.papers ?? this.seen?.papers
    return {
      id: this.id,
      kind: candidate.kind,
      type: candidate.type,
      title: this.definition?.title ?? papers?.title ?? candidate.symbol,
      version: papers?.version,
      icon: papers?.image ?? this.unit?.description.icon ?? papers?.icon,
      path: candidate.path,
      state: trouble?.state ?? (stopped === undefined ? 'ready' : 'stopped'),
      message: trouble?.message ?? stopped,
      place: trouble?.place,
      isOlderUsed: trouble !== undefined && unit !== undefined,
      isShared: unit?.description.exported === 'instance',
      provides: [this.id],
      reaches: this.seen?.bundle.reaches ?? [],
      readme: papers?.readme,
    }
  }

  async close(): Promise<void> {
    await this.unit?.close()
  }

  private async use({
    bundle,
    papers,
  }: {
    readonly bundle: Bundle
    readonly papers: PluginPapers
  }): Promise<boolean> {
    const { trust, logger } = this.options
    if (!trust.isTrusted(this.candidate.path, bundle.hash)) {
      const what = this.unit === undefined ? 'it is new here' : 'it was changed'
      const message = `${what} and runs once you trust it`
      this.trouble = { state: 'untrusted', message, place: undefined }
      return true
    }
    const isSame = this.unit?.hash === bundle.hash && this.unit.stoppedFor === undefined
    try {
      if (this.unit === undefined) this.unit = await this.load(bundle)
      else if (!isSame) await this.unit.replace(bundle)
      this.define(this.unit, papers)
    } catch (error) {
      return this.fail(error)
    }
    if (this.papers !== undefined) logger.info(`${this.candidate.type} was loaded again`)
    this.papers = papers
    this.trouble = undefined
    return true
  }

  private async load(bundle: Bundle): Promise<Unit> {
    const { candidate, limits, logger, onChange } = this.options
    if (candidate.kind === 'format') return FormatUnit.load({ candidate, limits, logger }, bundle)
    const root = dirname(dirname(candidate.path))
    const dataFolder = join(root, '.data', `${candidate.kind}-${candidate.type}`)
    const state = await openStateStore(dataFolder, (message) => logger.warn(message))
    if (candidate.kind === 'function') {
      return FunctionUnit.load({ candidate, limits, state, logger }, bundle)
    }
    return PluginUnit.load({ candidate, limits, state, dataFolder, logger, onChange }, bundle)
  }

  private define(unit: Unit, papers: PluginPapers): void {
    const { candidate, limits } = this.options
    const texts = componentTexts(candidate, unit.description, papers)
    if (unit instanceof FunctionUnit) this.sqlFunction = unit.define(texts.summary)
    else if (unit instanceof FormatUnit) this.definition = unit.define(texts)
    else if (candidate.kind === 'source') this.definition = defineUserSource(unit, texts)
    else this.definition = defineUserSink(unit, texts, limits.collectMs)
  }

  private fail(error: unknown): true {
    const place =
      error instanceof BundleError || error instanceof PluginError ? error.place : undefined
    const message = error instanceof Error ? error.message : String(error)
    this.trouble = { state: 'failed', message, place }
    return true
  }
}
