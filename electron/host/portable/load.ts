import { definePlugin } from '#engine/api'
import type { Plugin } from '#engine/api'
import { readDefinition } from './definition.ts'
import type { PortableDefinition } from './definition.ts'
import { withDefaults } from './options.ts'
import type { PortableOptions } from './options.ts'
import { openPluginFolder } from './package/plugin-folder.ts'
import { createPortableFunction } from './portable-function.ts'
import type { PortableFunction } from './portable-function.ts'
import { definePortableSink } from './portable-sink.ts'
import { definePortableSource } from './portable-source.ts'
import { PortableProcess } from './process.ts'
import type { ProcessStatus } from './process.ts'

export interface LoadedPortablePlugin {
  readonly process: PortableProcess
  /** Its sources and sinks, as any other plugin's. */
  readonly plugin: Plugin
  readonly functions: readonly PortableFunction[]
  readonly definition: PortableDefinition
  readonly status: ProcessStatus
  /** True while a source or sink of it is wanted. */
  readonly isUsed: boolean
  /** The last lines the process wrote, oldest first. */
  readonly outputLines: readonly string[]
  /** Calls `listener` on every change of the process; returns how to end that. */
  onStatus(listener: (status: ProcessStatus) => void): () => void
  /**
   * Moves sources and sinks that run to another version, without losing a row; this one can then be
   * closed. Rejects with a PortableError where that version does not start or refuses one of them: then it
   * is of no use any more, and everything goes on here.
   */
  handOver(next: LoadedPortablePlugin): Promise<void>
  /** Ends the process and removes what was unpacked. Close the sources and sinks first. */
  close(): Promise<void>
}

/**
 * Reads a portable plugin of eKuiper, a folder or a zip. Its process is started by the first source, sink
 * or function that is used. Rejects with a PortableError that names the file and the place in it.
 */
export async function loadPortablePlugin(
  path: string,
  options: PortableOptions = {},
): Promise<LoadedPortablePlugin> {
  const files = await openPluginFolder(path)
  let definition: PortableDefinition
  try {
    definition = await readDefinition(files)
  } catch (error) {
    await files.close()
    throw error
  }
  const process = new PortableProcess(definition, withDefaults(options))
  const functions = [...definition.functions].map(([name, metadata]) =>
    createPortableFunction(process, name, metadata),
  )
  return {
    process,
    plugin: describePlugin(process),
    functions,
    definition,
    get status() {
      return process.status
    },
    get isUsed() {
      return process.isUsed
    },
    get outputLines() {
      return process.outputLines
    },
    onStatus: (listener) => process.onStatus(listener),
    handOver: (next) => process.handOver(next.process),
    close: async () => {
      await process.close()
      await Promise.all(functions.map((each) => each.close()))
      await files.close()
    },
  }
}

function describePlugin(process: PortableProcess): Plugin {
  const { name, version, sources, sinks } = process.definition
  return definePlugin({
    id: `portable-${name}`,
    title: version === '' ? name : `${name} ${version}`,
    components: [
      ...[...sources].map(([symbol, metadata]) => definePortableSource(process, symbol, metadata)),
      ...[...sinks].map(([symbol, metadata]) => definePortableSink(process, symbol, metadata)),
    ],
  })
}
