import { ConfigurationError } from '#engine/api'
import type { FormatDefinition, FormatRows, FormatSettings, Logger, RecordValue } from '#engine/api'
import type { Bundle } from './bundle.ts'
import type { ComponentTexts } from './describe-plugin.ts'
import type { CodeCandidate } from './candidate.ts'
import type { PluginLimits } from './limits.ts'
import { explain, PluginError } from './plugin-errors.ts'
import type { FunctionRequest } from './protocol.ts'
import { ThreadHolder } from './thread-holder.ts'
import { ThreadUnit } from './thread-unit.ts'
import { fromPlainRow, toPlainRow } from './values.ts'

export interface FormatUnitOptions {
  readonly candidate: CodeCandidate
  readonly limits: PluginLimits
  readonly logger: Logger
}

/** An encoder or decoder of one stream or action. */
interface Use {
  readonly id: number
  readonly settings: FormatSettings
  /** Where it was configured last: another thread does not know it. */
  thread: object | undefined
}

/** A format while Sluice runs. */
export class FormatUnit extends ThreadUnit {
  static async load(options: FormatUnitOptions, bundle: Bundle): Promise<FormatUnit> {
    return new FormatUnit(await ThreadHolder.load(options, bundle))
  }

  /** The format as streams and actions use it. */
  define(texts: ComponentTexts): FormatDefinition {
    const { needsSchema = false, canEncode, canDecode } = this.description.format ?? {}
    return {
      kind: 'format',
      ...texts,
      type: texts.type.toLowerCase(),
      needsSchema,
      ...(canEncode === true
        ? {
            createEncoder: (settings) => {
              const use = this.open(settings)
              return (rows) => this.encode(use, rows)
            },
          }
        : {}),
      ...(canDecode === true
        ? {
            createDecoder: (settings) => {
              const use = this.open(settings)
              return (payload) => this.decode(use, payload)
            },
          }
        : {}),
    }
  }

  /** Throws ConfigurationError for what its `configure` threw. */
  private open(settings: FormatSettings): Use {
    const use = this.createUse((id): Use => ({ id, settings, thread: undefined }))
    try {
      this.configure(use)
    } catch (error) {
      const { message } = toError(error)
      const property = error instanceof PluginError ? (error.property ?? 'format') : 'format'
      throw new ConfigurationError(property, message)
    }
    return use
  }

  private configure(use: Use): void {
    const { current } = this.thread
    this.thread.call({ type: 'format', use: use.id, settings: use.settings })
    use.thread = current
  }

  private encode(use: Use, rows: FormatRows): Uint8Array {
    const data = isList(rows) ? rows.map(toPlainRow) : toPlainRow(rows)
    return this.call(use, { type: 'encode', use: use.id, data }) as Uint8Array
  }

  private decode(use: Use, payload: Uint8Array): FormatRows {
    const decoded = this.call(use, { type: 'decode', use: use.id, payload })
    if (!Array.isArray(decoded)) return fromPlainRow(decoded)
    return decoded.map((row, index) => fromPlainRow(row, `[${String(index)}]`))
  }

  private call(use: Use, request: Exclude<FunctionRequest, { type: 'forget' }>): unknown {
    try {
      if (use.thread !== this.thread.current) this.configure(use)
      return this.thread.call(request).value
    } catch (error) {
      throw toError(error)
    }
  }
}

function toError(error: unknown): Error {
  const explained = explain(error)
  return explained instanceof Error ? explained : new Error(String(explained))
}

function isList(rows: FormatRows): rows is readonly RecordValue[] {
  return Array.isArray(rows)
}
