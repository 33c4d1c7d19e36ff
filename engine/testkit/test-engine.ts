import type { Clock } from '../base/clock.ts'
import { createComponentRegistry } from '../registry/component-registry.ts'
import { createEngine, type Engine } from '../runtime/engine.ts'
import type { SinkStore } from '../runtime/sinks/sink-store.ts'
import { createVirtualClock } from './virtual-clock.ts'

export interface TestEngineOptions {
  readonly components: Parameters<typeof createComponentRegistry>[0]
  /** One of its own that stands at 0 where none is given. */
  readonly clock?: Clock
  readonly store?: SinkStore
  readonly log?: (message: string) => unknown
}

/** An engine without randomness on a clock that the test moves. */
export function createTestEngine(options: TestEngineOptions): Engine {
  const { components, clock = createVirtualClock(0), store, log } = options
  return createEngine({
    environment: {
      clock,
      random: () => 0,
      newId: () => '',
      log: ({ message }) => log?.(message),
    },
    components: createComponentRegistry(components),
    ...(store === undefined ? {} : { store }),
  })
}
