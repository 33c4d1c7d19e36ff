import type { Plugin } from '#engine/api'
import { plugin as file } from './file/plugin.ts'
import { plugin as log } from './log/plugin.ts'
import { plugin as memory } from './memory/plugin.ts'
import { plugin as mqtt } from './mqtt/plugin.ts'
import { plugin as nop } from './nop/plugin.ts'
import { plugin as protobuf } from './protobuf/plugin.ts'
import { plugin as rest } from './rest/plugin.ts'
import { plugin as simulator } from './simulator/plugin.ts'

export * from './embedded-broker/index.ts'

/** The plugins that come with Sluice. They have no privileges: they use the same API as any other. */
export function builtinPlugins(): readonly Plugin[] {
  return [mqtt, simulator, memory, rest, file, log, nop, protobuf]
}
