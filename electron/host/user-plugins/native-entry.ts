import { basename, extname } from 'node:path'
import { unrunnableFunction } from '#engine'
import type { FunctionDescription } from '#engine'
import { defineSink, defineSource, z } from '#engine/api'
import type { ComponentDefinition } from '#engine/api'
import { isRecord, localized } from '../portable/package/localized.ts'
import { readMetadata, readPapers } from './describe-plugin.ts'
import type { PluginPapers } from './describe-plugin.ts'
import type { NativeCandidate } from './candidate.ts'
import type { FolderEntry } from './folder-entry.ts'
import type { PluginFunctionDefinition } from './function-unit.ts'
import type { UserPluginInfo } from './plugin-info.ts'

type Metadata = Readonly<Record<string, unknown>>

/**
 * A native plugin of eKuiper. Nothing of it is run: its metadata file gives the form, so that rules with it
 * can be drawn, checked and exported, and what would run says why it does not.
 */
export class NativeEntry implements FolderEntry {
  readonly candidate: NativeCandidate
  readonly inputs: readonly string[] = []
  readonly settled = Promise.resolve()
  private papers: PluginPapers | undefined
  private metadata: Metadata = {}
  private failure: string | undefined
  private seen: string | undefined

  constructor(candidate: NativeCandidate) {
    this.candidate = candidate
  }

  get id(): string {
    return `${this.candidate.kind} ${this.candidate.type}`
  }

  get components(): readonly ComponentDefinition[] {
    const { candidate, papers, metadata } = this
    if (papers === undefined || candidate.kind === 'function') return []
    const unavailable = reasonFor(candidate, candidate.type)
    const shared = {
      type: candidate.type,
      title: papers.title ?? candidate.symbol,
      summary: papers.summary ?? `The native ${candidate.kind} ${candidate.symbol} of eKuiper.`,
      keywords: ['native', 'so'],
      examples: [],
      properties: papers.properties ?? z.looseObject({}),
      unavailable,
    }
    const fail = (): never => {
      throw new Error(unavailable)
    }
    const rest = { configure: () => undefined, open: fail, close: () => undefined }
    return candidate.kind === 'sink'
      ? [defineSink({ ...shared, accepts: 'bytes', sink: () => ({ ...rest, collect: fail }) })]
      : [
          defineSource({
            ...shared,
            emits: 'rows',
            datasource: dataSourceOf(metadata),
            create: () => rest,
          }),
        ]
  }

  get functions(): readonly PluginFunctionDefinition[] {
    const { candidate, papers, metadata } = this
    if (papers === undefined || candidate.kind !== 'function') return []
    const listed = Array.isArray(metadata.functions) ? metadata.functions.filter(isRecord) : []
    const described = listed.flatMap((each) => {
      return typeof each.name === 'string' ? [{ ...each, name: each.name }] : []
    })
    const named = described.length === 0 ? [{ name: candidate.type }] : described
    return named.map((each) => {
      const description = describeFunction(candidate, each)
      return { description, definition: unrunnableFunction(description) }
    })
  }

  async refresh(): Promise<boolean> {
    const before = this.seen
    try {
      this.papers = await readPapers(this.candidate)
      this.metadata = await readMetadata(this.candidate)
      this.failure = undefined
    } catch (error) {
      this.papers = undefined
      this.failure = error instanceof Error ? error.message : String(error)
    }
    this.seen = JSON.stringify([this.metadata, this.failure])
    return this.seen !== before
  }

  /** There is nothing to trust: it is never run. */
  async trust(): Promise<void> {}

  info(): UserPluginInfo {
    const { candidate, papers, failure, metadata } = this
    const { kind, type, path } = candidate
    const hasForm = kind === 'function' || metadata.properties !== undefined
    const form = hasForm ? '' : ` Without ${type}.json beside it, its form takes any key and value.`
    return {
      id: this.id,
      kind,
      type,
      title: papers?.title ?? candidate.symbol,
      version: candidate.version ?? papers?.version,
      path,
      state: failure === undefined ? 'server-only' : 'failed',
      message: failure ?? `${reasonFor(candidate, type)}${form}`,
      place: undefined,
      isOlderUsed: false,
      isShared: false,
      provides:
        kind === 'function'
          ? this.functions.map(({ description }) => `function ${description.name}`)
          : [`${kind} ${type}`],
      reaches: [],
      readme: papers?.readme,
    }
  }

  async close(): Promise<void> {}
}

/** Why `name` does not run here, and what can be done about that. */
function reasonFor({ kind, symbol, path }: NativeCandidate, name: string): string {
  const file = basename(path)
  const isMetadata = extname(file) === '.json'
  const from = isMetadata ? `known from ${file} alone` : file
  return (
    `The ${kind} ${name} is a native plugin of eKuiper (${from}), which only an eKuiper server can load: ` +
    `rules with it can be drawn, checked and exported, but it does not run here. ` +
    `To try them, put a plugin ${kind === 'function' ? name : symbol}.mjs beside it, which then runs in its place.`
  )
}

function dataSourceOf({ dataSource }: Metadata): {
  readonly title: string
  readonly description: string
  readonly isRequired: false
  readonly example: string
} {
  const described = isRecord(dataSource) ? dataSource : {}
  return {
    title: localized(described.label) ?? 'Data source',
    description: localized(described.hint) ?? 'DATASOURCE of the stream.',
    isRequired: false,
    example: typeof described.default === 'string' ? described.default : '',
  }
}

function describeFunction(
  candidate: NativeCandidate,
  given: Metadata & { readonly name: string },
): FunctionDescription {
  const { name, args, hint, aggregate } = given
  const parameters = Array.isArray(args)
    ? args.filter(isRecord).flatMap((each) => (typeof each.name === 'string' ? [each.name] : []))
    : ['...']
  return {
    name,
    kind: aggregate === true ? 'aggregate' : 'scalar',
    signatures: [`${name}(${parameters.join(', ')})`],
    summary: localized(hint) ?? `The native function ${name} of eKuiper.`,
    problem: reasonFor(candidate, name),
  }
}
