import { createEncoder, type Encodable, EncodeError, type Encoder } from '../encode/index.ts'
import { compileTemplate, type Template, type TemplateEnvironment } from '../template/index.ts'
import { findDynamicProperties, templateFault, type DynamicProperty } from './dynamic-properties.ts'
import {
  findCompressor,
  findEncryptor,
  noCodecs,
  type Codec,
  type CreateCodec,
  type PayloadCodecs,
} from './payload-codecs.ts'
import { noFormats, planFormat, type PluginFormats } from './plugin-formats.ts'
import {
  readActionProperties,
  type ActionProperties,
  type PropertyFault,
} from './read-properties.ts'

export interface PipelineOptions {
  /** The action's properties as they stand in the rule. */
  readonly properties: Readonly<Record<string, unknown>>
  /** What the sink takes. */
  readonly accepts: 'bytes' | 'rows'
  /** The sink compresses and encrypts by itself. */
  readonly writesStream?: boolean
  readonly codecs?: PayloadCodecs
  /** The formats of plugins; none where it is absent. */
  readonly formats?: PluginFormats
  /** The clock and randomness of templates; they stand still where it is absent. */
  readonly environment?: TemplateEnvironment
  /** Rule option `experiment.useSliceTuple`: rows without a window are always sent by themselves. */
  readonly isSliceMode?: boolean
}

/** A checked pipeline, ready to be created once for each run. */
export interface PipelinePlan {
  readonly accepts: 'bytes' | 'rows'
  readonly properties: ActionProperties
  readonly template: Template | undefined
  readonly dynamic: readonly DynamicProperty[]
  /** A new one for each run: it may keep columns from its first row on. Throws EncodeError for a row only. */
  readonly createEncoder: () => Encoder
  /** Compression, then encryption. */
  readonly codecs: readonly Codec[]
}

export type PipelinePlanResult =
  | { readonly ok: true; readonly plan: PipelinePlan }
  | { readonly ok: false; readonly fault: PropertyFault }

/** Checks an action's common properties and compiles its templates; refuses what eKuiper refuses. */
export function planPipeline(options: PipelineOptions): PipelinePlanResult {
  const read = readActionProperties(options.properties)
  if (!read.ok) return read
  const { properties } = read
  const fault = checkCombination(properties, options)
  if (fault !== undefined) return { ok: false, fault }

  const encoder = planEncoder(properties, options)
  if (!encoder.ok) return encoder
  const dynamic = findDynamicProperties(options.properties, options.environment)
  if (!dynamic.ok) return dynamic
  let template: Template | undefined
  if (properties.dataTemplate !== '') {
    const compiled = compileTemplate(properties.dataTemplate, options.environment)
    if (!compiled.ok) {
      return { ok: false, fault: templateFault('dataTemplate', compiled) }
    }
    template = compiled.template
  }
  const codecs = planCodecs(properties, options)
  if (!codecs.ok) return codecs
  const plan: PipelinePlan = {
    accepts: options.accepts,
    properties: options.isSliceMode === true ? { ...properties, sendSingle: true } : properties,
    template,
    dynamic: dynamic.properties,
    createEncoder: encoder.create,
    codecs: codecs.codecs,
  }
  return { ok: true, plan }
}

function checkCombination(
  properties: ActionProperties,
  options: PipelineOptions,
): PropertyFault | undefined {
  const { fields, excludeFields, dataField } = properties
  if (fields.length > 0 && excludeFields.length > 0) {
    return { property: 'excludeFields', message: 'field and excludeFields cannot both be set' }
  }
  if (options.isSliceMode === true) {
    const refused = dataField !== '' ? 'dataField' : fields.length > 0 ? 'fields' : undefined
    if (refused !== undefined) {
      const message = `slice tuple mode do not support sink ${refused} yet`
      return { property: refused, message }
    }
  }
  return undefined
}

type EncoderResult =
  | { readonly ok: true; readonly create: () => Encoder }
  | { readonly ok: false; readonly fault: PropertyFault }

/** Of a format of the engine, or of a plugin. */
function planEncoder(properties: ActionProperties, options: PipelineOptions): EncoderResult {
  const builtIn = createEncoder(properties)
  if (builtIn !== undefined) return { ok: true, create: () => createEncoder(properties) ?? builtIn }
  const { format, schemaId, delimiter, hasHeader, fields } = properties
  const request = { format, schemaId, delimiter, hasHeader, fields, properties: options.properties }
  const planned = planFormat(options.formats ?? noFormats, request, (definition) =>
    definition.createEncoder?.bind(definition),
  )
  if (!planned.ok) return planned
  return { ok: true, create: () => guardEncoder(planned.create(), format) }
}

/** What the plugin throws concerns the row. */
function guardEncoder(encode: (rows: Encodable) => unknown, format: string): Encoder {
  return (rows) => {
    let bytes: unknown
    try {
      bytes = encode(rows)
    } catch (error) {
      throw new EncodeError(error instanceof Error ? error.message : String(error))
    }
    if (bytes instanceof Uint8Array) return bytes
    throw new EncodeError(`the format ${format} gave no bytes`)
  }
}

type CodecsResult =
  | { readonly ok: true; readonly codecs: readonly Codec[] }
  | { readonly ok: false; readonly fault: PropertyFault }

/** Sinks that take rows ignore both, even unknown methods; those that write streams check them. */
function planCodecs(properties: ActionProperties, options: PipelineOptions): CodecsResult {
  if (options.accepts === 'rows' || options.writesStream === true) return { ok: true, codecs: [] }
  const host = options.codecs ?? noCodecs
  const { compression, encryption } = properties
  const codecs: Codec[] = []
  if (compression !== '') {
    const codec = createCodec(
      findCompressor(compression, host),
      properties.compressionProps,
      `unsupported compressor: ${compression}`,
    )
    if (typeof codec === 'string') {
      const message = `get compressor ${compression} fail with error: ${codec}`
      return { ok: false, fault: { property: 'compression', message } }
    }
    codecs.push(codec)
  }
  if (encryption !== '') {
    const codec = createCodec(
      findEncryptor(encryption, host),
      properties.encProps,
      `encryptor '${encryption}' is not supported`,
    )
    if (typeof codec === 'string') {
      const message = `get encryptor ${encryption} fail with error: ${codec}`
      return { ok: false, fault: { property: 'encryption', message } }
    }
    codecs.push(codec)
  }
  return { ok: true, codecs }
}

/** The codec, or why there is none. */
function createCodec(
  create: CreateCodec | undefined,
  properties: Readonly<Record<string, unknown>>,
  unknown: string,
): Codec | string {
  if (create === undefined) return unknown
  try {
    return create(properties)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
