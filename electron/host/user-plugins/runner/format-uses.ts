import type { LoadedPlugin } from './load-plugin.ts'
import type { PluginFormat, PluginFormatSettings } from './user-api.ts'

/** The encoders and decoders that are in use: of a class, each has an instance of its own. */
export class FormatUses {
  private readonly plugin: LoadedPlugin
  private readonly uses = new Map<number, PluginFormat>()

  constructor(plugin: LoadedPlugin) {
    this.plugin = plugin
  }

  async open(id: number, settings: unknown): Promise<void> {
    const format = this.plugin.make() as PluginFormat
    await format.configure?.(settings as PluginFormatSettings)
    this.uses.set(id, format)
  }

  async encode(id: number, data: unknown): Promise<Uint8Array> {
    const bytes: unknown = await this.find(id).encode?.(
      data as Parameters<NonNullable<PluginFormat['encode']>>[0],
    )
    if (typeof bytes === 'string') return Buffer.from(bytes)
    if (bytes instanceof Uint8Array) return bytes
    const what = bytes === null ? 'null' : typeof bytes
    throw new Error(
      `encode gave ${what === 'object' ? 'an object' : what}; it may give bytes (Uint8Array) or a text`,
    )
  }

  decode(id: number, payload: Uint8Array): unknown {
    return this.find(id).decode?.(payload)
  }

  forget(id: number): void {
    this.uses.delete(id)
  }

  private find(id: number): PluginFormat {
    const format = this.uses.get(id)
    if (format === undefined) throw new Error('it was not configured')
    return format
  }
}
