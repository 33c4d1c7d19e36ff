import { defineSqlFunction } from '../portable/index.ts'
import type { LoadedPortablePlugin, PortableFunction } from '../portable/index.ts'
import type { PluginFunctionDefinition } from './function-unit.ts'

/**
 * The functions of a portable plugin for SQL. What kind they are only the plugin itself knows, so it is
 * started to be asked. Rules that call them go on with the next version of the plugin.
 */
export class PortableFunctions {
  private readonly onChange: () => void
  private loaded: LoadedPortablePlugin | undefined
  private defined: readonly PluginFunctionDefinition[] = []
  private asking: Promise<void> | undefined
  private failure: string | undefined

  constructor(onChange: () => void) {
    this.onChange = onChange
  }

  get definitions(): readonly PluginFunctionDefinition[] {
    return this.defined
  }

  /** Why they cannot be called. */
  get problem(): string | undefined {
    return this.failure
  }

  /** Resolves when the plugin was asked, or could not be. */
  get settled(): Promise<void> {
    return this.asking ?? Promise.resolve()
  }

  /** They become those of this plugin once it was asked; until then calls go on as before. */
  use(loaded: LoadedPortablePlugin): void {
    if (this.loaded === loaded) return
    this.loaded ??= loaded
    loaded.onStatus(({ state }) => {
      // It could not be started before, and now something else has started it.
      if (state === 'running' && this.failure !== undefined) this.ask(loaded)
    })
    this.ask(loaded)
  }

  private ask(loaded: LoadedPortablePlugin): void {
    if (this.asking !== undefined) return
    this.asking = this.define(loaded).finally(() => {
      this.asking = undefined
      this.onChange()
    })
  }

  private async define(loaded: LoadedPortablePlugin): Promise<void> {
    const defined: PluginFunctionDefinition[] = []
    this.failure = undefined
    for (const { name } of loaded.functions) {
      const fn = this.follow(name, loaded)
      try {
        const kind = (await fn.isAggregate()) ? 'aggregate' : 'scalar'
        defined.push(defineSqlFunction(fn, kind, undefined))
      } catch (error) {
        this.failure = error instanceof Error ? error.message : String(error)
        defined.push(defineSqlFunction(fn, 'scalar', `${this.failure}.`))
      }
    }
    this.loaded = loaded
    this.defined = defined
  }

  /** The function of that name in whatever version there is. */
  private follow(name: string, first: LoadedPortablePlugin): PortableFunction {
    const find = (loaded: LoadedPortablePlugin | undefined): PortableFunction => {
      const found = loaded?.functions.find((fn) => fn.name === name)
      if (found === undefined) throw new Error(`the plugin has no function ${name} any more`)
      return found
    }
    const current = (): PortableFunction => find(this.loaded)
    return {
      name,
      metadata: find(first).metadata,
      isAggregate: () => find(first).isAggregate(),
      validate: (args) => current().validate(args),
      validateNow: (args) => current().validateNow(args),
      call: (args, caller) => current().call(args, caller),
      callNow: (args, caller) => current().callNow(args, caller),
      makeRoom: () => current().makeRoom(),
      close: () => current().close(),
    }
  }
}
