import type { Bundle } from './bundle.ts'
import type { PluginDescription } from './protocol.ts'
import type { ThreadHolder } from './thread-holder.ts'

/** A plugin that is called in a thread while Sluice runs: its code can change under the rules that use it. */
export abstract class ThreadUnit {
  protected readonly thread: ThreadHolder
  private lastUse = 0
  /** Their rule has ended and nothing holds them any more. */
  private readonly endedUses = new FinalizationRegistry<number>((use) => {
    this.thread.forget(use)
  })

  protected constructor(thread: ThreadHolder) {
    this.thread = thread
  }

  get description(): PluginDescription {
    return this.thread.description
  }

  get hash(): string {
    return this.thread.hash
  }

  /** Why it cannot be called; it may be on its way back. */
  get stoppedFor(): string | undefined {
    return this.thread.stoppedFor
  }

  /** From the next call on; rejects where the new code cannot be loaded, and the old goes on. */
  replace(bundle: Bundle): Promise<void> {
    return this.thread.replace(bundle)
  }

  close(): Promise<void> {
    return this.thread.close()
  }

  /** Numbers a use; the thread forgets it when `make`'s result is held by nobody. */
  protected createUse<Use extends { readonly id: number }>(make: (id: number) => Use): Use {
    this.lastUse += 1
    const use = make(this.lastUse)
    this.endedUses.register(use, use.id)
    return use
  }
}
